import { storeConformance } from '../conformance/store.ts';
import { withDurableObjectStore } from './with_store.ts';

storeConformance(withDurableObjectStore);
