import { z } from 'zod';
import {
  type FilingView,
  filingEditCard,
  filingHandCard,
  filingListCard,
  filingNudgeCard,
  filingReportCard,
  filingStartCard,
} from '../../../cards/duties/filing.ts';
import type { Card } from '../../../cards/model.ts';
import type { ReadContext } from '../../kernel/context.ts';
import { definePresentation, type Entered, type Presentation } from '../../kernel/presentation.ts';
import { dateOf, daysBetween, dayText, shortDay } from '../../kernel/time.ts';
import { candidates, nameOf } from '../../school/people.ts';
import { filingTemplates } from '../catalogue/index.ts';
import { filesKept } from '../evidence.ts';
import { filesOf } from '../evidence_files.ts';
import { ownersOf, type Task, taskTopic } from '../tasks.ts';
import { leaders } from '../who.ts';
import { datesPresentation } from './dates.ts';
import { filingDuties } from './duties.ts';
import { filingOf, findFiling, openFilings, templateById } from './filing.ts';
import { editForm, handForm, reportForm, startForm } from './forms.ts';

const taskReference = z.object({ task: z.number().int() });
const editReference = z.object({ school: z.number().int(), task: z.number().int(), template: z.string() });

const reported = z.object({ sent_at: z.string(), receipt: z.string() });

function viewOf(context: ReadContext, task: Task): FilingView | undefined {
  const filing = filingOf(task);
  if (!filing) return undefined;
  const today = dateOf(context.now, context.timeZone);
  const done = reported.safeParse(task.content);
  const files = filesKept(context, task.id);
  return {
    task: task.id,
    revision: task.revision,
    name: filing.name,
    state: task.state,
    daysLeft: daysBetween(today, filing.deadline),
    deadline: shortDay(filing.deadline, today),
    internal: shortDay(filing.internal, today),
    receiver: filing.receiver,
    preparer: ownersOf(context, task)
      .slice(0, 2)
      .map((person) => nameOf(context, person))
      .join('、'),
    files,
    pending: filesOf(context, task.id).length - files,
    doneBy: nameOf(context, task.doneById),
    sentOn: done.success ? shortDay(done.data.sent_at, today) : '',
    receipt: done.success ? done.data.receipt : '',
    late: task.late,
    excuse: task.excuse ?? '不用报送',
  };
}

export function showFiling(context: ReadContext, task: Task): Card | undefined {
  const view = viewOf(context, task);
  return view && filingNudgeCard(view);
}

/** A small form about a filing that is not done; afterwards the card tells what became of it. */
const formCard = (
  card: string,
  show: (context: ReadContext, task: Task, view: FilingView, entered?: Entered) => Card,
) =>
  definePresentation({
    card,
    subject: taskReference,
    topic: (of) => taskTopic(of.task),
    show: (context, of, _viewer, entered) => {
      const task = findFiling(context, of.task);
      const view = task && viewOf(context, task);
      if (!task || !view) return undefined;
      return view.state === 'open' || view.state === 'missed'
        ? show(context, task, view, entered)
        : filingNudgeCard(view);
    },
  });

function editCard(
  context: ReadContext,
  of: { readonly school: number; readonly task: number; readonly template: string },
  entered: Entered | undefined,
): Card | undefined {
  const task = of.task === 0 ? undefined : findFiling(context, of.task);
  if (of.task !== 0 && !task) return undefined;
  if (task && (task.state === 'done' || task.state === 'excused')) return showFiling(context, task);
  const filing = task && filingOf(task);
  const template = templateById(of.template);
  const message = entered?.message;
  return filingEditCard({
    school: of.school,
    task: of.task,
    template: of.template,
    revision: task?.revision ?? 1,
    name: filing?.name ?? '',
    ...(template && !task ? { example: `参考：${template.source}写的是“${template.deadlineText}”，只作例子。` } : {}),
    fields: editForm.show(
      {
        kind: { initial: task?.dutyId ?? template?.dutyId },
        name: { initial: filing?.name ?? template?.name },
        deadline: { initial: filing?.deadline },
        internal: { initial: filing?.internal },
        receiver: { initial: filing?.receiver ?? template?.recipient },
        preparer: {
          candidates: candidates(context, of.school, ['safety_office', 'office_lead', 'principal']),
          initial: task?.assigneeId ?? undefined,
        },
      },
      entered?.values,
    ),
    ...(message ? { message } : {}),
  });
}

export const filingPresentations: readonly Presentation[] = [
  datesPresentation,
  definePresentation({
    card: 'filing.nudge',
    subject: taskReference,
    topic: (of) => taskTopic(of.task),
    show: (context, of) => {
      const task = findFiling(context, of.task);
      return task && showFiling(context, task);
    },
    wanted: (context, of) => {
      const state = findFiling(context, of.task)?.state;
      return state === 'open' || state === 'missed';
    },
  }),
  formCard('filing.report', (context, _task, view, entered) =>
    filingReportCard({
      view,
      fields: reportForm.show(
        { sentOn: { initial: dateOf(context.now, context.timeZone) }, files: { count: view.files } },
        entered?.values,
      ),
      ...(entered ? { message: entered.message } : {}),
    }),
  ),
  formCard('filing.hand', (context, task, view, entered) =>
    filingHandCard({
      view,
      fields: handForm.show(
        { to: { candidates: candidates(context, task.schoolId, ['office_lead', 'safety_office']) } },
        entered?.values,
      ),
      ...(entered ? { message: entered.message } : {}),
    }),
  ),
  definePresentation({
    card: 'filing.edit',
    subject: editReference,
    topic: (of) => (of.task === 0 ? `filing-new:${of.school}` : taskTopic(of.task)),
    show: (context, of, _viewer, entered) => editCard(context, of, entered),
  }),
  definePresentation({
    card: 'filing.start',
    subject: z.object({ school: z.number().int() }),
    topic: (of) => `filing-new:${of.school}`,
    show: (_context, of, _viewer, entered) =>
      filingStartCard({
        school: of.school,
        fields: startForm.show(
          {
            template: {
              options: filingTemplates.map((one) => ({
                value: one.id,
                text: `${one.name}（往年 ${one.deadlineText}，${one.recipient}）`,
              })),
            },
          },
          entered?.values,
        ),
        ...(entered ? { message: entered.message } : {}),
      }),
  }),
  definePresentation({
    card: 'filing.list',
    subject: z.object({ school: z.number().int() }),
    topic: () => 'list',
    show: (context, of, viewer) => {
      const today = dateOf(context.now, context.timeZone);
      const open = openFilings(context, of.school);
      return filingListCard({
        school: of.school,
        date: dayText(today, today),
        rows: open.slice(0, 8).flatMap((task) => {
          const view = viewOf(context, task);
          const kind = filingDuties.find((one) => one.id === task.dutyId)?.name ?? '';
          return view ? [{ task: task.id, text: `${view.name || kind} ${view.deadline}止，${view.receiver}` }] : [];
        }),
        total: open.length,
        mayEdit: viewer.kind === 'person' && leaders.allows(context, viewer.person, { schoolId: of.school }),
      });
    },
  }),
];
