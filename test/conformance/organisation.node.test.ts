import { openMemoryStore } from '../../src/store/node.ts';
import { organisationConformance } from './organisation.ts';
import { NOW } from './store.ts';

organisationConformance(async (work) => {
  const store = openMemoryStore(NOW);
  try {
    await work(store);
  } finally {
    store.close();
  }
});
