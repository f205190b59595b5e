import { openMemoryStore } from '../../src/store/node.ts';
import { NOW } from './ground.ts';
import { storeConformance } from './store.ts';

storeConformance(async (work) => {
  const store = openMemoryStore(NOW);
  try {
    await work(store);
  } finally {
    store.close();
  }
});
