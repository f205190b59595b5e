import { asc } from 'drizzle-orm';
import { openReadOnlyStore } from '../../src/store/node.ts';
import { drillReport, drillUnit } from '../../src/store/schema/index.ts';

/** 已报, 应到, 实到, 差异 as a board shows them. */
export const stateText = (reported: number, expected: number, present: number, missing: number): string =>
  `${reported} ${expected} ${present} ${missing}`;

/** Every state the roll-call has really been in, in order: the reports as they were committed, one after the other. */
export function statesOf(data: string): readonly string[] {
  const store = openReadOnlyStore(data);
  try {
    const units = store.db.select().from(drillUnit).all();
    const now = new Map(
      units.map((unit) => [unit.id, { expected: unit.enrolled ?? 0, present: 0, missing: 0, isIn: false }]),
    );
    const state = (): string => {
      const all = [...now.values()];
      const sum = (pick: (one: (typeof all)[number]) => number): number =>
        all.reduce((total, one) => total + pick(one), 0);
      return stateText(
        all.filter((one) => one.isIn).length,
        sum((one) => one.expected),
        sum((one) => one.present),
        sum((one) => one.missing),
      );
    };
    const states = [state()];
    for (const report of store.db.select().from(drillReport).orderBy(asc(drillReport.id)).all()) {
      const missing = report.resolved ? 0 : Math.max(0, report.expected - report.present);
      now.set(report.unitId, { expected: report.expected, present: report.present, missing, isIn: true });
      states.push(state());
    }
    return states;
  } finally {
    store.close();
  }
}
