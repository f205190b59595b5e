import { drill } from '../../src/store/schema/index.ts';
import type { Db } from '../../src/store/store.ts';

/** A fire drill of the first school, put in directly. */
export function makeDrill(db: Db, columns: Pick<typeof drill.$inferInsert, 'state' | 'plannedAt' | 'startedAt'>): void {
  db.insert(drill)
    .values({ schoolId: 1, number: `YL-${columns.plannedAt}`, kind: 'drill', type: 'fire-evac', ...columns })
    .run();
}
