import type { FormValues } from '../../cards/fields.ts';
import type { PersonId } from '../../cards/model.ts';
import { requireColleague } from '../hazards/colleague.ts';
import { nextNumber } from '../hazards/numbers.ts';
import type { Outcome } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import { FormRefused } from '../kernel/refused.ts';
import { instantOf } from '../kernel/time.ts';
import { cancelTimersOf } from '../kernel/timers.ts';
import { schoolById } from '../school/people.ts';
import { drill } from '../store/schema/index.ts';
import { changeDrill, requireState, writeStep } from './change.ts';
import type { cancelForm, planForm, postForm, postponeForm } from './forms.ts';
import { passedRungs, planReminders } from './remind.ts';
import { type Drill, topicOf, typeOf } from './rules.ts';
import { addPost } from './start.ts';
import { warnAbout } from './suitable.ts';

type PlanValues = FormValues<typeof planForm.declarations>;

/** The instant a form's date and time mean; it must still be ahead. Throws FormRefused. */
function momentAhead(context: Context, text: string): number {
  const at = instantOf(text.slice(0, 10), text.slice(11, 16), context.timeZone);
  if (at < context.now) throw new FormRefused('时间不能早于现在');
  return at;
}

/** 安排演练: writes the plan and its reminders. Warns of exams and days off, which the school may have reasons for. */
export function planDrill(context: Context, schoolId: number, person: PersonId, values: PlanValues): Outcome {
  const plannedAt = momentAhead(context, values.at);
  requirePeople(context, schoolId, values);
  const columns = columnsOf(values);
  const shortName = schoolById(context, schoolId)?.shortName ?? 'XX';
  const made = context.db
    .insert(drill)
    .values({
      ...columns,
      schoolId,
      number: nextNumber(context, `${shortName}-YL`, context.now),
      kind: 'drill',
      state: 'planned',
      plannedAt,
      plannedById: person,
      ladderDone: passedRungs(context, plannedAt),
    })
    .returning()
    .get();
  const planned = changeDrill(context, made, 'plan', {});
  planReminders(context, planned);
  return {
    toast: { tone: 'success', text: warnAbout(context, schoolId, plannedAt) ?? `已安排 ${made.number}` },
    become: { card: 'drill.start', subject: { drill: made.id } },
  };
}

/** Changes what was planned; the time is moved by postponing, which asks for a reason. */
export function changePlan(context: Context, of: Drill, values: PlanValues): Outcome {
  requireState(context, of, 'change');
  requirePeople(context, of.schoolId, values);
  const plannedAt = instantOf(values.at.slice(0, 10), values.at.slice(11, 16), context.timeZone);
  if (plannedAt !== of.plannedAt) throw new FormRefused('时间请用“改期”改，会问原因');
  changeDrill(context, of, 'change', columnsOf(values));
  return { toast: { tone: 'success', text: '方案已改' }, become: { card: 'drill.start', subject: { drill: of.id } } };
}

function requirePeople(context: Context, schoolId: number, values: PlanValues): void {
  requireColleague(context, values.commander, schoolId, '总指挥');
  if (values.deputy !== undefined) requireColleague(context, values.deputy, schoolId, '副总指挥');
}

const columnsOf = (values: PlanValues) => ({
  type: values.type,
  scene: values.scene ?? '',
  targetSeconds: values.target ?? typeOf(values.type).target ?? null,
  announced: values.announced ?? true,
  route: values.route ?? '',
  slot: values.slot ?? null,
  planVersion: values.planVersion ?? null,
  commanderId: values.commander,
  deputyId: values.deputy ?? null,
});

/** 改期 with reason: the drill still counts for its month as long as it is held (domain/drills.md §7). */
export function postponeDrill(
  context: Context,
  of: Drill,
  values: FormValues<typeof postponeForm.declarations>,
): Outcome {
  requireState(context, of, 'postpone');
  const plannedAt = momentAhead(context, values.at);
  const reason = [values.reason, values.note].filter((one) => one !== undefined && one !== '').join('：');
  const moved = changeDrill(
    context,
    of,
    'postpone',
    { plannedAt, ladderDone: passedRungs(context, plannedAt) },
    reason,
  );
  planReminders(context, moved);
  return {
    toast: { tone: 'success', text: warnAbout(context, of.schoolId, plannedAt) ?? '已改期' },
    become: { card: 'drill.start', subject: { drill: of.id } },
  };
}

/** 取消演练 with reason. */
export function cancelDrill(context: Context, of: Drill, values: FormValues<typeof cancelForm.declarations>): Outcome {
  requireState(context, of, 'cancel');
  changeDrill(context, of, 'cancel', { state: 'cancelled', cancelReason: values.reason }, values.reason);
  cancelTimersOf(context, topicOf(of.id));
  return { toast: { tone: 'success', text: '已取消' }, become: { card: 'drill.start', subject: { drill: of.id } } };
}

/** 加岗位: somebody gets a part; the form stays for the next. */
export function assignPost(context: Context, of: Drill, values: FormValues<typeof postForm.declarations>): Outcome {
  requireColleague(context, values.person, of.schoolId, '谁');
  addPost(context, of, { role: values.role, person: values.person, post: values.post ?? '' });
  writeStep(context, of.id, 'post', values.role);
  const moved = changeDrill(context, of, 'posts', {});
  return {
    toast: { tone: 'success', text: '已加岗位' },
    become: { card: 'drill.posts', subject: { drill: moved.id } },
  };
}
