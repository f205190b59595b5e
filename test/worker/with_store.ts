import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { openDurableObjectStore } from '../../src/store/durable_object.ts';
import { NOW, type WithStore } from '../conformance/ground.ts';

/** An empty store on a Durable Object of its own. */
export const withDurableObjectStore: WithStore = (work) => {
  const stub = env.ORGANISATION.get(env.ORGANISATION.newUniqueId());
  return runInDurableObject(stub, async (_object, state) => {
    await work(openDurableObjectStore(state.storage, NOW));
  });
};
