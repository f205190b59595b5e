import { asc, eq } from 'drizzle-orm';
import { dutiesOf } from '../duties/settings.ts';
import { dutyPeriod, dutyShift, dutyTask } from '../store/schema/index.ts';
import type { Store } from '../store/store.ts';
import type { Reached, Tally } from './tally.ts';

/** One duty over the rehearsed days. */
export interface DutyFigures {
  readonly id: string;
  readonly name: string;
  readonly cadence: string;
  /** Tasks, or shifts of a duty roster. */
  readonly tasks: number;
  readonly onTime: number;
  readonly late: number;
  readonly excused: number;
  readonly missed: number;
  readonly open: number;
  /** Messages that asked for the first time, asked again, and told somebody above. */
  readonly prompts: number;
  readonly nudges: number;
  readonly summaries: number;
}

type Kind = 'prompts' | 'nudges' | 'summaries';

/** What a message about a duty was for, by the key it was written with (duties/open_period.ts, duties/nudge.ts, duties/shifts.ts). */
export function kindOf(dedupeKey: string): Kind {
  if (/^duty:(?:rung|again):|^duty-group-nudge:/.test(dedupeKey)) return 'nudges';
  return /^duty-summar(?:y|ies):|^shift-absent:/.test(dedupeKey) ? 'summaries' : 'prompts';
}

/** Every duty that is switched on, also those that never had a task. */
export function dutyFiguresOf(store: Store, tally: Tally, schoolId: number): readonly DutyFigures[] {
  const { db } = store;
  const tasks = db.select().from(dutyTask).orderBy(asc(dutyTask.id)).all();
  const shifts = db.select().from(dutyShift).where(eq(dutyShift.schoolId, schoolId)).all();
  const byTask = new Map(tasks.map((task) => [task.id, task.dutyId]));
  const byPeriod = new Map(
    db
      .select()
      .from(dutyPeriod)
      .all()
      .map((row) => [row.id, row.dutyId]),
  );
  const byShift = new Map(shifts.map((shift) => [shift.id, shift.dutyId]));
  const dutyOf = ({ subject }: Reached): string | undefined =>
    byTask.get(Number(subject.task)) ?? byPeriod.get(Number(subject.period)) ?? byShift.get(Number(subject.shift));
  const messages = new Map<string, number>();
  for (const one of tally.everything) {
    const key = `${dutyOf(one)} ${kindOf(one.dedupeKey)}`;
    messages.set(key, (messages.get(key) ?? 0) + 1);
  }
  return dutiesOf(store, schoolId)
    .filter((duty) => duty.on)
    .map((duty) => {
      const own = tasks.filter((task) => task.dutyId === duty.id);
      const stood = shifts.filter((shift) => shift.dutyId === duty.id);
      const sum = (kind: Kind): number => messages.get(`${duty.id} ${kind}`) ?? 0;
      const inState = (state: string): number => own.filter((task) => task.state === state).length;
      const arrived = stood.filter((shift) => shift.checkedInAt !== null);
      return {
        id: duty.id,
        name: duty.name,
        cadence: duty.cadence,
        tasks: own.length + stood.length,
        onTime:
          own.filter((task) => task.state === 'done' && !task.late).length +
          arrived.filter((shift) => (shift.checkedInAt ?? 0) <= shift.startsAt + 5 * 60_000).length,
        late:
          own.filter((task) => task.state === 'done' && task.late).length +
          arrived.filter((shift) => (shift.checkedInAt ?? 0) > shift.startsAt + 5 * 60_000).length,
        excused: inState('excused'),
        missed: inState('missed') + stood.length - arrived.length,
        open: inState('open'),
        prompts: sum('prompts'),
        nudges: sum('nudges'),
        summaries: sum('summaries'),
      };
    });
}
