import fc from 'fast-check';
import { ladders } from '../../src/hazards/rules.ts';
import { instantOf, plusDays } from '../../src/kernel/time.ts';
import { type HazardState, hazard, hazardStep, person, school } from '../../src/store/schema/index.ts';
import { makeWorld } from '../context.ts';

export const ZONE = 'Asia/Shanghai';
export const at = (moment: string): number => instantOf(moment.slice(0, 10), moment.slice(11), ZONE);

/** A hazard of a generated history; minutes count from its report. */
export interface Past {
  readonly place: string;
  readonly category: string;
  readonly sub: string;
  readonly state: HazardState;
  /** ms */
  readonly reportedAt: number;
  readonly due?: string;
  readonly fixedAt?: number;
  readonly closedAt?: number;
  readonly major: boolean;
  /** Belongs to another school. */
  readonly elsewhere: boolean;
}

const states: readonly HazardState[] = [
  'reported',
  'triaged',
  'assigned',
  'rectifying',
  'pending_recheck',
  'closed',
  'merged',
  'not_hazard',
  'transferred',
  'reopened',
  'withdrawn',
];

/** Histories of the 240 days before 2025-12-19 16:00. */
export const histories = (maxLength: number): fc.Arbitrary<readonly Past[]> =>
  fc.array(
    fc
      .record({
        place: fc.constantFrom('toilet', 'stairs', 'canteen', 'school-wide'),
        category: fc.constantFrom('building', 'electric', 'unknown'),
        sub: fc.constantFrom('floor', 'wiring', ''),
        state: fc.constantFrom(...states),
        minutesAgo: fc.nat(240 * 24 * 60),
        dueIn: fc.option(fc.nat(20), { nil: undefined }),
        fixedIn: fc.option(fc.nat(20 * 24 * 60), { nil: undefined }),
        closedIn: fc.nat(5 * 24 * 60),
        major: fc.boolean(),
        elsewhere: fc.nat(9).map((one) => one === 0),
      })
      .map((one): Past => {
        const reportedAt = at('2025-12-19 16:00') - one.minutesAgo * 60_000;
        const isClosed = one.state === 'closed';
        const fixedIn = one.fixedIn ?? (isClosed ? 60 : undefined);
        const fixedAt = fixedIn === undefined ? undefined : reportedAt + fixedIn * 60_000;
        const day = new Date(reportedAt + 8 * 3_600_000).toISOString().slice(0, 10);
        return {
          place: one.place,
          category: one.category,
          sub: one.sub,
          state: one.state,
          reportedAt,
          major: one.major,
          elsewhere: one.elsewhere,
          ...(one.dueIn === undefined ? {} : { due: plusDays(day, one.dueIn) }),
          ...(fixedAt === undefined ? {} : { fixedAt }),
          ...(isClosed && fixedAt !== undefined ? { closedAt: fixedAt + one.closedIn * 60_000 } : {}),
        };
      }),
    { maxLength },
  );

/** Two schools whose hazards can be replaced by a history as often as a property wants. */
export function openHistory(now = '2025-12-19 16:00') {
  const world = makeWorld(at(now));
  const { db } = world.store;
  db.insert(school)
    .values([
      { name: '光明学校', shortName: 'GM' },
      { name: '绿水学校', shortName: 'LS' },
    ])
    .run();
  db.insert(person).values({ name: '王芳', createdAt: 0 }).run();
  const happened = (past: readonly Past[]): void => {
    world.store.transaction(() => {
      db.delete(hazardStep).run();
      db.delete(hazard).run();
      past.forEach((one, index) => {
        db.insert(hazard)
          .values({
            schoolId: one.elsewhere ? 2 : 1,
            number: `GM-${index}`,
            state: one.state,
            title: `第 ${index} 项`,
            description: '',
            placeKind: one.place,
            category: one.category,
            sub: one.sub,
            severity: one.major ? 'major' : 'general',
            major: one.major ? 'candidate' : null,
            reporterId: 1,
            reportedAt: one.reportedAt,
            due: one.due ?? null,
            originalDue: one.due ?? null,
            fixedAt: one.fixedAt ?? null,
            closedAt: one.closedAt ?? null,
            ladder: ladders.general,
          })
          .run();
      });
    });
  };
  return { ...world, db, happened };
}
