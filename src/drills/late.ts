import type { FormValues } from '../../cards/fields.ts';
import type { PersonId } from '../../cards/model.ts';
import { requireColleague } from '../hazards/colleague.ts';
import { nextNumber } from '../hazards/numbers.ts';
import type { Outcome } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import { FormRefused } from '../kernel/refused.ts';
import { DAY, instantOf } from '../kernel/time.ts';
import { schoolById } from '../school/people.ts';
import { drill, drillReport, drillUnit } from '../store/schema/index.ts';
import { changeDrill } from './change.ts';
import { askForReview } from './follow_up.ts';
import type { lateForm } from './forms.ts';
import type { LateEntry } from './late_entry.ts';
import { typeOf } from './rules.ts';

/** So long after a drill it may still be entered; what is older belongs to the paper files. */
const LATEST = 60 * DAY;

/**
 * 补录: a drill that was held without the product. Its times are those at which it was received, so it counts for the
 * period of that moment and never makes an earlier one look kept (domain/drills.md §7). Throws FormRefused.
 */
export function enterLate(
  context: Context,
  schoolId: number,
  person: PersonId,
  values: FormValues<typeof lateForm.declarations>,
): Outcome {
  const held = instantOf(values.heldAt.slice(0, 10), values.heldAt.slice(11, 16), context.timeZone);
  if (held > context.now) throw new FormRefused('时间不能晚于现在', '还没演的，请用“安排演练”。');
  if (held < context.now - LATEST) throw new FormRefused('只能补录 60 天内的演练', '更早的请留在纸质档案里。');
  const counts = [values.classes, values.expected, values.present, values.seconds];
  if (!counts.every((one) => Number.isInteger(one))) throw new FormRefused('人数和用时请填整数');
  if (values.present > values.expected) throw new FormRefused('实到多于应到，请核对');
  if (values.present < values.expected)
    throw new FormRefused('还差人，不能补录为已演', '后来找到的算实到；没找到的按走失处置。');
  requireColleague(context, values.commander, schoolId, '总指挥');
  const late: LateEntry = {
    heldAt: values.heldAt.slice(0, 16),
    classes: values.classes,
    seconds: values.seconds,
    reason: values.reason,
  };
  const shortName = schoolById(context, schoolId)?.shortName ?? 'XX';
  const made = context.db
    .insert(drill)
    .values({
      schoolId,
      number: nextNumber(context, `${shortName}-YL`, context.now),
      kind: 'drill',
      type: values.type,
      state: 'stood_down',
      plannedAt: context.now,
      plannedById: person,
      targetSeconds: typeOf(values.type).target ?? null,
      commanderId: values.commander,
      startedAt: context.now,
      startedById: person,
      stoodDownAt: context.now,
      stoodDownById: person,
      late,
      slot: values.slot ?? null,
      weather: values.weather ?? null,
      planVersion: values.planVersion ?? null,
    })
    .returning()
    .get();
  const count = { expected: values.expected, present: values.present };
  const unit = context.db
    .insert(drillUnit)
    .values({
      drillId: made.id,
      kind: 'place',
      name: '全体（补录）',
      ...count,
      reporterId: person,
      firstAt: context.now,
      reportedAt: context.now,
    })
    .returning()
    .get();
  context.db
    .insert(drillReport)
    .values({ unitId: unit.id, at: context.now, personId: person, ...count, reason: null, resolved: false })
    .run();
  const entered = changeDrill(context, made, 'late_entry', {}, `${late.heldAt} 举行；${late.reason}`);
  askForReview(context, entered);
  return {
    toast: { tone: 'success', text: `已补录 ${made.number}` },
    become: { card: 'drill.done', subject: { drill: made.id } },
  };
}
