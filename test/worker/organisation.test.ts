import { organisationConformance } from '../conformance/organisation.ts';
import { withDurableObjectStore } from './with_store.ts';

organisationConformance(withDurableObjectStore);
