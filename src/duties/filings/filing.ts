import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { PersonId } from '../../../cards/model.ts';
import { requireColleague } from '../../hazards/colleague.ts';
import type { Outcome } from '../../kernel/action.ts';
import { actingPerson, type Context, type ReadContext } from '../../kernel/context.ts';
import { record } from '../../kernel/record.ts';
import { FormRefused, Refused } from '../../kernel/refused.ts';
import { sendCard } from '../../kernel/send.ts';
import { dateOf, instantOf, plusDays } from '../../kernel/time.ts';
import { setTimer } from '../../kernel/timers.ts';
import { dutyPeriod, dutyTask } from '../../store/schema/index.ts';
import { prepared } from '../../store/store.ts';
import { filingTemplates } from '../catalogue/index.ts';
import { completeTask, refreshTask } from '../complete.ts';
import { filesKept } from '../evidence.ts';
import { filesOf } from '../evidence_files.ts';
import { workingDayBefore } from '../filing_dates.ts';
import { inOrder, ladderTimes, planLadder } from '../period_ladder.ts';
import { schoolDuty } from '../settings.ts';
import { ownersOf, periodOfTask, type Task, taskById, taskTopic } from '../tasks.ts';
import { filingDuties, isFiling } from './duties.ts';

/** Nudged from two weeks before (E4, domain/duties.md §1.4). */
const OPENS_DAYS = 14;
/** Fires when a first draft of the summary is made (digests/summary): so many days before the internal date. */
export const DRAFT_TIMER = 'summary.draft';
const DRAFT_DAYS = 7;
const DRAFT_CLOCK = '09:00';
export const summaryFilings: readonly string[] = ['interim-summary', 'final-summary'];

/** The product's default for the internal date: so many calendar days before, moved to a working day. */
const INTERNAL_DAYS = 3;
const CLOSES = '17:00';

const shape = z.object({
  filing: z.object({ name: z.string(), deadline: z.string(), internal: z.string(), receiver: z.string() }),
});
export type Filing = z.infer<typeof shape>['filing'];

/** What a task files; undefined for tasks that are no filing. */
export const filingOf = (task: Pick<Task, 'matter' | 'dutyId'>): Filing | undefined => {
  const read = isFiling(task.dutyId) ? shape.safeParse(task.matter) : undefined;
  return read?.success ? read.data.filing : undefined;
};

export interface FilingInput {
  readonly kind: string;
  readonly name: string;
  /** The document's date, YYYY-MM-DD. */
  readonly deadline: string;
  readonly internal: string | undefined;
  readonly receiver: string;
  readonly preparer: PersonId | undefined;
}

function checked(context: Context, schoolId: number, input: FilingInput): Filing {
  const today = dateOf(context.now, context.timeZone);
  if (!isFiling(input.kind)) throw new FormRefused('报送类型请从给出的里面选');
  if (input.deadline < today) throw new FormRefused('文件期限已经过了，请核对年份');
  if (input.internal !== undefined && input.internal > input.deadline)
    throw new FormRefused('内部期限不能晚于文件期限');
  if (input.preparer !== undefined) requireColleague(context, input.preparer, schoolId, '谁来办');
  const usual = workingDayBefore(plusDays(workingDayBefore(input.deadline), -INTERNAL_DAYS));
  return {
    name: input.name,
    deadline: input.deadline,
    internal: input.internal ?? (usual < today ? workingDayOrToday(input.deadline, today) : usual),
    receiver: input.receiver,
  };
}

const workingDayOrToday = (deadline: string, today: string): string => {
  const before = workingDayBefore(deadline);
  return before < today ? today : before;
};

/** When it opens and is due, ms: what is filed cannot arrive on a day off (D8). */
function timesOf(context: Context, filing: Filing): { openAt: number; dueAt: number } {
  const last = workingDayOrToday(filing.deadline, dateOf(context.now, context.timeZone));
  return {
    openAt: Math.max(context.now, instantOf(plusDays(last, -OPENS_DAYS), '08:00', context.timeZone)),
    dueAt: instantOf(last, CLOSES, context.timeZone),
  };
}

/** A filing whose date somebody has confirmed: its task, its ladder, and the first card where two weeks are not left. */
export function createFiling(context: Context, schoolId: number, input: FilingInput): Task {
  const filing = checked(context, schoolId, input);
  const { openAt, dueAt } = timesOf(context, filing);
  const matter = { filing };
  const period = `F${context.random(6)}`;
  const duty = schoolDuty(context, schoolId, input.kind);
  const ladder = inOrder(context, duty ?? { schoolId, escalation: 'E4' }, dueAt);
  const row = context.db
    .insert(dutyPeriod)
    .values({ schoolId, dutyId: input.kind, period, openAt, dueAt, ladder, matter })
    .returning()
    .get();
  const task = context.db
    .insert(dutyTask)
    .values({
      schoolId,
      dutyId: input.kind,
      period,
      scope: 'school',
      openAt,
      dueAt,
      matter,
      assigneeId: input.preparer ?? null,
    })
    .returning()
    .get();
  record(context, 'filing.created', taskTopic(task.id), { duty: input.kind, ...filing });
  planLadder(context, row);
  planDraft(context, task, filing);
  // Whoever entered it sees the card it becomes.
  for (const person of ownersOf(context, task))
    if (openAt === context.now && person !== actingPerson(context))
      sendCard(context, 'filing.nudge', { task: task.id }, { person });
  return task;
}

/** A summary's first draft is ready to edit some days before the school's own date for it. */
function planDraft(context: Context, task: Task, filing: Filing): void {
  if (!summaryFilings.includes(task.dutyId)) return;
  const at = instantOf(plusDays(filing.internal, -DRAFT_DAYS), DRAFT_CLOCK, context.timeZone);
  setTimer(context, DRAFT_TIMER, taskTopic(task.id), Math.max(at, context.now));
}

/** A filing's date, receiver or preparer changed: rungs that would have spoken by now stay silent. */
export function changeFiling(context: Context, task: Task, input: FilingInput): Task {
  if (task.state === 'done') throw new Refused('filing.done', '已经报送，不能再改');
  const filing = checked(context, task.schoolId, { ...input, kind: task.dutyId });
  const { openAt, dueAt } = timesOf(context, filing);
  const moved = context.db
    .update(dutyTask)
    .set({
      matter: { filing },
      openAt: Math.min(task.openAt, openAt),
      dueAt,
      assigneeId: input.preparer ?? null,
      state: 'open',
      excuse: null,
      revision: task.revision + 1,
    })
    .where(eq(dutyTask.id, task.id))
    .returning()
    .get();
  const period = periodOfTask(context, task);
  if (!moved || !period) throw new Refused('filing.gone', '这张卡已过期，请发“待办”');
  const row = context.db
    .update(dutyPeriod)
    .set({ dueAt, openAt: Math.min(period.openAt, openAt), matter: { filing }, ladderDone: -1 })
    .where(eq(dutyPeriod.id, period.id))
    .returning()
    .get();
  const passed = ladderTimes(context, row).reduce((last, time, index) => (time <= context.now ? index : last), -1);
  context.db.update(dutyPeriod).set({ ladderDone: passed }).where(eq(dutyPeriod.id, row.id)).run();
  planLadder(context, { ...row, ladderDone: passed });
  planDraft(context, moved, filing);
  record(context, 'filing.changed', taskTopic(task.id), { before: filingOf(task), after: filing });
  refreshTask(context, moved);
  return moved;
}

/** 登记报送: dated by when it left, with at least one file kept. Late only if it left after the document's date. */
export function reportFiling(
  context: Context,
  task: Task,
  person: PersonId,
  values: { readonly sentOn: string; readonly receipt: string },
): Outcome {
  const filing = filingOf(task);
  if (!filing) throw new Refused('filing.gone', '这张卡已过期，请发“待办”');
  const files = filesKept(context, task.id);
  if (files === 0 && task.state !== 'done') {
    const coming = filesOf(context, task.id).length > 0;
    throw new FormRefused(coming ? '文件还在接收，过几秒再点' : '还差文件：先把报送的文件发到这里');
  }
  if (values.sentOn > dateOf(context.now, context.timeZone)) throw new FormRefused('报送日期不能晚于今天');
  completeTask(context, task, {
    person,
    values: { sent_to: filing.receiver, sent_at: values.sentOn, receipt: values.receipt, files },
    byForm: false,
  });
  const late = values.sentOn > filing.deadline;
  context.db.update(dutyTask).set({ late }).where(eq(dutyTask.id, task.id)).run();
  return {
    toast: { tone: 'success', text: late ? '已登记，晚于文件期限' : '已登记报送' },
    become: { card: 'filing.nudge', subject: { task: task.id } },
  };
}

/** 转给他人: somebody else prepares it from now on. */
export function handOverFiling(context: Context, task: Task, to: PersonId): Outcome {
  requireColleague(context, to, task.schoolId, '对方');
  if (task.state === 'done' || task.state === 'excused') throw new Refused('filing.done', '这项已经办完，不用转');
  context.db
    .update(dutyTask)
    .set({ assigneeId: to, revision: task.revision + 1 })
    .where(eq(dutyTask.id, task.id))
    .run();
  record(context, 'filing.handed-over', taskTopic(task.id), { from: task.assigneeId, to });
  refreshTask(context, task);
  sendCard(context, 'filing.nudge', { task: task.id }, { person: to });
  return {
    toast: { tone: 'success', text: '已转给对方' },
    become: { card: 'filing.nudge', subject: { task: task.id } },
  };
}

/** Filings of a school that are not done, the next deadline first; also those that open later. */
export const openFilings = (context: Pick<ReadContext, 'db'>, schoolId: number): readonly Task[] =>
  filed(context.db)
    .all({ school: schoolId })
    .filter((task) => filingOf(task) !== undefined);

const filed = prepared((db) =>
  db
    .select()
    .from(dutyTask)
    .where(
      and(
        eq(dutyTask.schoolId, sql.placeholder('school')),
        // The pluses leave the index of duties: filings are few among the school's tasks of all years.
        sql`+${dutyTask.state} in ('open', 'missed')`,
        inArray(
          dutyTask.dutyId,
          filingDuties.map((one) => one.id),
        ),
      ),
    )
    .orderBy(sql`+${dutyTask.dueAt}`, asc(dutyTask.id))
    .limit(100)
    .prepare(),
);

export const findFiling = (context: Pick<ReadContext, 'db'>, id: number): Task | undefined => {
  const task = taskById(context, id);
  return task && filingOf(task) ? task : undefined;
};

export const templateById = (id: string) => filingTemplates.find((one) => one.id === id);
