import { and, eq, isNull } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { Outcome } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { Refused } from '../kernel/refused.ts';
import { refresh } from '../kernel/send.ts';
import { clockOf } from '../kernel/time.ts';
import { drillUnit } from '../store/schema/index.ts';
import { requireState } from './change.ts';
import type { Unit } from './count.ts';
import { reportUnit } from './report.ts';
import { type Drill, typeOf, unitTopic } from './rules.ts';

/** A class or a place leaves its room in drills of this type, and nobody has said so or counted it yet. */
export const mayDepart = (of: Drill, unit: Unit): boolean =>
  typeOf(of.type).leaves === true &&
  (unit.kind === 'class' || unit.kind === 'place') &&
  unit.leftAt === null &&
  unit.reportedAt === null;

/** 已出发: one tap on the way out; the first one counts (domain/drills.md §3). Throws Refused. */
export function depart(context: Context, of: Drill, unit: Unit, person: PersonId): Outcome {
  requireState(context, of, 'count');
  if (unit.leftAt !== null)
    throw new Refused('drill.left', `已于 ${clockOf(unit.leftAt, context.timeZone)} 出发`, undefined, 'info');
  if (!mayDepart(of, unit)) throw new Refused('drill.counted', '已报过人数，不用再点', undefined, 'info');
  context.db
    .update(drillUnit)
    .set({ leftAt: context.now })
    .where(and(eq(drillUnit.id, unit.id), isNull(drillUnit.leftAt)))
    .run();
  record(context, 'drill.left', unitTopic(unit.id), { drill: of.id, by: person });
  refresh(context, unitTopic(unit.id), 'urgent');
  return { toast: { tone: 'success', text: '已记出发，到了再报人数' } };
}

/** 没有访客: nobody from outside is on campus. Counts only while nothing was reported. */
export function noVisitors(context: Context, of: Drill, unit: Unit, person: PersonId): Outcome {
  if (unit.kind !== 'visitors') throw new Refused('drill.not_visitors', '这张卡已过期，请发“演练”');
  if (unit.reportedAt !== null)
    throw new Refused(
      'drill.reported',
      `已于 ${clockOf(unit.reportedAt, context.timeZone)} 报过`,
      '人数不对请点“更正人数”。',
      'info',
    );
  return reportUnit(context, of, unit, person, { expected: 0, present: 0 });
}
