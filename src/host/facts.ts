import { eq } from 'drizzle-orm';
import { setting } from '../store/schema/index.ts';
import type { Store } from '../store/store.ts';
import type { Memory } from './connection.ts';

/** Small facts of the host in the organisation's own database; written outside of its transactions. */
export const factsOf = ({ db }: Pick<Store, 'db'>): Memory => ({
  get: (key) => db.select({ value: setting.value }).from(setting).where(eq(setting.key, key)).get()?.value,
  put: (key, value) =>
    void db.insert(setting).values({ key, value }).onConflictDoUpdate({ target: setting.key, set: { value } }).run(),
});
