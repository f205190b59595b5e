import { and, eq, sql } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { Outcome } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { FormRefused, Refused } from '../kernel/refused.ts';
import { refresh } from '../kernel/send.ts';
import { clockOf, dateOf, HOUR, MINUTE } from '../kernel/time.ts';
import { nameOf } from '../school/people.ts';
import { dutyTask } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import type { DoneRule } from './duty.ts';
import { isTappedOnly } from './form.ts';
import { requireEvidence } from './required_evidence.ts';
import { stopGathering } from './rounds/gather.ts';
import { type SchoolDuty, schoolDuty } from './settings.ts';
import { className, ownersOf, periodOfTask, periodTopic, type Task, taskTopic } from './tasks.ts';

/** A mis-tap can be taken back by its author for ten minutes. */
export const UNDO_WINDOW_MS = 10 * MINUTE;
/** 补录 is taken as long as the school year's records are kept; a year is more than anybody needs. */
const MAKEUP_WINDOW_MS = 365 * 24 * HOUR;

/** 初二3班, or the duty's name where it is the school's. */
export const taskName = (context: Pick<Context, 'db'>, task: Task): string =>
  task.scope === 'class'
    ? className(context, task.scopeId)
    : (schoolDuty(context, task.schoolId, task.dutyId)?.name ?? '');

/** Why the values do not count as done yet; undefined when they do. */
export function unmet(rules: readonly DoneRule[], values: Readonly<Record<string, unknown>>): string | undefined {
  for (const rule of rules) {
    if ('is' in rule && values[rule.field] !== true) return '还没有办完，办完再点';
    if ('atLeast' in rule) {
      const given = values[rule.field];
      // Of a multiple choice the choices count.
      if (Array.isArray(given)) {
        if (new Set(given).size < rule.atLeast) return `至少要有 ${rule.atLeast} 项，办齐再交`;
      } else if (Number(given ?? 0) < rule.atLeast) return `数字少于 ${rule.atLeast}，请核对`;
    }
    if ('sum' in rule) {
      const sum = rule.sum.reduce((total, field) => total + Number(values[field] ?? 0), 0);
      if (sum !== Number(values[rule.equals] ?? 0)) return '几项加起来对不上，请核对';
    }
  }
  return undefined;
}

export interface Completion {
  readonly person: PersonId;
  readonly values: Readonly<Record<string, unknown>>;
  /** The form the values came from was filled, so its done-rule counts; a single tap is its own answer. */
  readonly byForm: boolean;
}

/** Every tap runs it. */
const finish = prepared((db) =>
  db
    .update(dutyTask)
    .set({
      state: 'done',
      doneAt: sql`${sql.placeholder('at')}`,
      doneById: sql`${sql.placeholder('person')}`,
      late: sql`${sql.placeholder('late')}`,
      byDeputy: sql`${sql.placeholder('byDeputy')}`,
      content: sql`${sql.placeholder('content')}`,
      revision: sql`${dutyTask.revision} + 1`,
    })
    .where(and(eq(dutyTask.id, sql.placeholder('task')), eq(dutyTask.revision, sql.placeholder('revision'))))
    .returning()
    .prepare(),
);

/** Takes what was done. After the deadline it is taken too, and marked late (补录). */
export function completeTask(context: Context, task: Task, done: Completion): Outcome {
  const name = taskName(context, task);
  const duty = schoolDuty(context, task.schoolId, task.dutyId);
  if (task.state === 'done' && done.byForm && duty && isTappedOnly(duty, task.content))
    return fillIn(context, task, duty, done);
  if (task.state === 'done') {
    const who = task.doneById === null ? '' : nameOf(context, task.doneById);
    throw new Refused(
      'duty.done',
      `${name}已于 ${clockOf(task.doneAt ?? context.now, context.timeZone)} 确认`,
      who === '' ? undefined : `由${who}确认。`,
      'info',
    );
  }
  if (task.state === 'excused')
    throw new Refused(
      'duty.excused',
      task.excuse?.includes('停课') ? '今天停课，免记' : '这一次免记',
      undefined,
      'info',
    );
  if (context.now - task.dueAt > MAKEUP_WINDOW_MS) throw new Refused('duty.too_late', '已过一年，不再补录');
  if (done.byForm && duty) {
    const problem = unmet(duty.doneWhen, done.values);
    if (problem) throw new FormRefused(problem);
  }
  requireEvidence(context, task, duty);
  const late = context.now > task.dueAt;
  const own = ownersOf(context, task, duty).includes(done.person);
  const moved = finish(context.db).get({
    task: task.id,
    revision: task.revision,
    at: context.now,
    person: done.person,
    late: late ? 1 : 0,
    byDeputy: own ? 0 : 1,
    content: JSON.stringify(done.values),
  });
  if (!moved) throw new Refused('duty.moved_on', '内容有更新，请按新卡填');
  stopGathering(context, task, done.person);
  record(context, 'duty.done', taskTopic(task.id), { duty: task.dutyId, period: task.period, late, byDeputy: !own });
  refreshTask(context, moved);
  return { toast: { tone: 'success', text: late ? `已收下，标为“补录”` : `已记：${name}` } };
}

/** What a lesson was about, told after the tap that said it was held; when and by whom it was done stays. */
function fillIn(context: Context, task: Task, duty: SchoolDuty, done: Completion): Outcome {
  const problem = unmet(duty.doneWhen, done.values);
  if (problem) throw new FormRefused(problem);
  const moved = context.db
    .update(dutyTask)
    .set({ content: done.values, revision: task.revision + 1 })
    .where(and(eq(dutyTask.id, task.id), eq(dutyTask.revision, task.revision)))
    .returning()
    .get();
  if (!moved) throw new Refused('duty.moved_on', '内容有更新，请按新卡填');
  stopGathering(context, task, done.person);
  record(context, 'duty.filled-in', taskTopic(task.id), { duty: task.dutyId, period: task.period });
  refresh(context, taskTopic(task.id));
  return { toast: { tone: 'success', text: `已补填：${taskName(context, task)}` } };
}

/** 点错了: within ten minutes, by whoever tapped. */
export function undoTask(context: Context, task: Task, person: PersonId): Outcome {
  if (task.state !== 'done' || task.doneById !== person) throw new Refused('duty.undo_not_yours', '只能撤回自己刚点的');
  if (context.now - (task.doneAt ?? 0) > UNDO_WINDOW_MS)
    throw new Refused('duty.undo_late', '已过 10 分钟，不能撤回', '请联系安全办更正。');
  const missed = context.now > task.dueAt + 24 * HOUR;
  const moved = context.db
    .update(dutyTask)
    .set({
      state: missed ? 'missed' : 'open',
      doneAt: null,
      doneById: null,
      late: false,
      byDeputy: false,
      content: null,
      revision: task.revision + 1,
    })
    .where(eq(dutyTask.id, task.id))
    .returning()
    .get();
  record(context, 'duty.undone', taskTopic(task.id), { duty: task.dutyId, period: task.period });
  if (moved) refreshTask(context, moved);
  return { toast: { tone: 'success', text: '已撤回' } };
}

/** 停课免记 and the like: nobody is asked any more. */
export function excuseTask(context: Context, task: Task, excuse: string): Outcome {
  if (task.state === 'done') throw new Refused('duty.done', '已经办过了，不用免记');
  context.db
    .update(dutyTask)
    .set({ state: 'excused', excuse, revision: task.revision + 1 })
    .where(eq(dutyTask.id, task.id))
    .run();
  record(context, 'duty.excused', taskTopic(task.id), {
    duty: task.dutyId,
    period: task.period,
    date: dateOf(context.now, context.timeZone),
  });
  refreshTask(context, task);
  return { toast: { tone: 'success', text: '已免记' } };
}

/** Cards of the task and of its period's board become current. */
export function refreshTask(context: Context, task: Task): void {
  refresh(context, taskTopic(task.id));
  const period = periodOfTask(context, task);
  if (period) refresh(context, periodTopic(period.id));
}
