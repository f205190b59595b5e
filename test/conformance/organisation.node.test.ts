import { openMemoryStore } from '../../src/store/node.ts';
import { NOW } from './ground.ts';
import { organisationConformance } from './organisation.ts';

organisationConformance(async (work) => {
  const store = openMemoryStore(NOW);
  try {
    await work(store);
  } finally {
    store.close();
  }
});
