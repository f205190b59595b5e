import { and, eq, gte, isNotNull, lt, sql } from 'drizzle-orm';
import { z } from 'zod';
import { findingsCard, roundFormCard, roundListCard, roundSignedCard } from '../../../cards/duties/round.ts';
import type { Card, PersonId } from '../../../cards/model.ts';
import type { ReadContext } from '../../kernel/context.ts';
import { definePresentation, type Entered, type Presentation } from '../../kernel/presentation.ts';
import { clockOf, dateOf, instantOf, momentText, plusDays, shortDay } from '../../kernel/time.ts';
import { candidates, nameOf } from '../../school/people.ts';
import { placeKindName } from '../../school/place_kinds.ts';
import { hazard } from '../../store/schema/index.ts';
import { UNDO_WINDOW_MS } from '../complete.ts';
import { evidenceCount } from '../evidence.ts';
import { initialValues } from '../form.ts';
import { ownedBy } from '../owned_by.ts';
import { scopeName } from '../scope_name.ts';
import { type SchoolDuty, schoolDuty } from '../settings.ts';
import { photosOfTask } from '../task_photos.ts';
import {
  leftOf,
  type PeriodRow,
  periodRow,
  periodTopic,
  type Task,
  taskById,
  tasksOfPeriod,
  taskTopic,
} from '../tasks.ts';
import { checklistItem } from './checklist.ts';
import { findingTexts } from './findings.ts';
import { HALF_MONTH, hasSummary, isRound, kindsHere, pageForm, type Round, roundOf } from './pages.ts';
import { nextPlace } from './sign.ts';

const taskReference = z.object({ task: z.number().int() });

/** 半月排查, 每月自查: shorter than the catalogue's name, for titles. */
const shortName = (task: Task): string => (task.dutyId === HALF_MONTH ? '半月排查' : '每月自查');

const signedShape = z.object({ answers: z.record(z.string(), z.string()) });

function signedOf(context: ReadContext, task: Task, person: PersonId | undefined): Card {
  const read = signedShape.safeParse(task.content);
  const answers = read.success ? Object.values(read.data.answers) : [];
  return roundSignedCard({
    task: task.id,
    duty: shortName(task),
    place: scopeName(context, task),
    signer: nameOf(context, task.doneById),
    at: task.doneAt === null ? '' : momentText(task.doneAt, context.now, context.timeZone),
    late: task.late,
    items: answers.length,
    bad: answers.filter((one) => one === 'bad').length,
    notApplicable: answers.filter((one) => one === 'na').length,
    photos: photosOfTask(context, task.id).flatMap((one) => one.hash ?? []),
    mayUndo: task.state === 'done' && task.doneById === person && context.now - (task.doneAt ?? 0) <= UNDO_WINDOW_MS,
    ...(task.state === 'excused' ? { excuse: task.excuse ?? '免记' } : {}),
  });
}

/** What the ledger already knows for the monthly summary: hazards reported and removed in the month. */
function monthFigures(context: ReadContext, task: Task): { found: number; fixed: number } {
  const month = dateOf(task.dueAt, context.timeZone).slice(0, 7);
  const from = instantOf(`${month}-01`, '00:00', context.timeZone);
  const to = instantOf(`${plusDays(`${month}-28`, 7).slice(0, 7)}-01`, '00:00', context.timeZone);
  const row = context.db
    .select({
      found: sql<number>`count(*)`,
      fixed: sql<number>`coalesce(sum(${hazard.closedAt} is not null), 0)`,
    })
    .from(hazard)
    .where(
      and(
        eq(hazard.schoolId, task.schoolId),
        isNotNull(hazard.reportedAt),
        gte(hazard.reportedAt, from),
        lt(hazard.reportedAt, to),
      ),
    )
    .get();
  return row ?? { found: 0, fixed: 0 };
}

function fieldsOf(context: ReadContext, task: Task, duty: SchoolDuty, round: Round, entered: Entered | undefined) {
  const today = dateOf(context.now, context.timeZone);
  const count = evidenceCount(context, task.id);
  const summary = round.isLast && hasSummary(task);
  const initial = summary
    ? {
        ...initialValues(duty, { date: today, clock: clockOf(context.now, context.timeZone), person: undefined }),
        ...monthFigures(context, task),
      }
    : {};
  const people = candidates(context, task.schoolId, ['principal', 'vice_principal']);
  return pageForm(round, duty, task).show(
    Object.fromEntries(
      [...duty.form.map((one) => one.key), 'photo'].map((key) => [
        key,
        {
          count,
          candidates: people,
          initial: key === 'signed' ? people[0]?.person : (initial as Readonly<Record<string, number>>)[key],
        },
      ]),
    ),
    entered?.values,
  );
}

/** The page of a round that is asked now, or who signed for it. */
export function showRound(
  context: ReadContext,
  task: Task,
  duty: SchoolDuty,
  person: PersonId | undefined,
  entered?: Entered,
): Card {
  if (task.state === 'done' || task.state === 'excused') return signedOf(context, task, person);
  const round = roundOf(context, task);
  const today = dateOf(context.now, context.timeZone);
  const asked = new Set(round.items.map((item) => item.place));
  const covered = hasSummary(task) ? kindsHere(context, task.schoolId).filter((place) => !asked.has(place)) : [];
  return roundFormCard({
    task: task.id,
    revision: task.revision,
    duty: shortName(task),
    place: scopeName(context, task),
    total: round.items.length,
    due: shortDay(dateOf(task.dueAt, context.timeZone), today),
    missed: task.state === 'missed',
    items: round.page.map((item) => ({
      text: item.text,
      major: item.major,
      ...(hasSummary(task) ? { place: placeKindName(item.place) } : {}),
    })),
    answered: Object.keys(round.answers).length,
    number: round.number,
    pages: round.pages,
    isLast: round.isLast,
    photos: photosOfTask(context, task.id).length,
    fields: fieldsOf(context, task, duty, round, entered),
    ...(covered.length > 0 ? { covered: `本月半月排查已签的 ${covered.length} 处不用再查。` } : {}),
    mayGoBack: person !== undefined && nextPlace(context, task, person) !== undefined,
    ...(entered ? { message: entered.message } : {}),
  });
}

function listCard(context: ReadContext, row: PeriodRow, duty: SchoolDuty, person: PersonId, entered?: Entered): Card {
  const isOwned = ownedBy(context, person, duty);
  const mine = tasksOfPeriod(context, row).filter((task) => task.doneById === person || isOwned(task));
  const [only, ...others] = mine;
  if (only && others.length === 0) return showRound(context, only, duty, person, entered);
  const left = mine.filter((task) => task.state === 'open' || task.state === 'missed');
  const today = dateOf(context.now, context.timeZone);
  return roundListCard({
    period: row.id,
    duty: only ? shortName(only) : duty.name,
    due: shortDay(dateOf(row.dueAt, context.timeZone), today),
    done: mine.length - left.length,
    total: mine.length,
    over: context.now > row.dueAt,
    left: left.map((task) => ({ task: task.id, place: scopeName(context, task) })),
  });
}

const roundTask = (context: ReadContext, id: number) => {
  const task = taskById(context, id);
  const duty = task && isRound(task.dutyId) ? schoolDuty(context, task.schoolId, task.dutyId) : undefined;
  return task && duty ? { task, duty } : undefined;
};

export const roundPresentations: readonly Presentation[] = [
  definePresentation({
    card: 'round.list',
    subject: z.object({ period: z.number().int() }),
    topic: (of) => periodTopic(of.period),
    show: (context, of, viewer, entered) => {
      const row = periodRow(context, of.period);
      const duty = row && schoolDuty(context, row.schoolId, row.dutyId);
      return row && duty && viewer.kind === 'person' ? listCard(context, row, duty, viewer.person, entered) : undefined;
    },
    wanted: (context, of, viewer) => {
      const row = periodRow(context, of.period);
      return (
        row !== undefined && viewer.kind === 'person' && leftOf(context, row).some(ownedBy(context, viewer.person))
      );
    },
  }),
  definePresentation({
    card: 'round.form',
    subject: taskReference,
    topic: (of) => taskTopic(of.task),
    show: (context, of, viewer, entered) => {
      const found = roundTask(context, of.task);
      const person = viewer.kind === 'person' ? viewer.person : undefined;
      return found && showRound(context, found.task, found.duty, person, entered);
    },
  }),
  definePresentation({
    card: 'round.findings',
    subject: taskReference,
    topic: (of) => taskTopic(of.task),
    show: (context, of, viewer) => {
      const found = roundTask(context, of.task);
      if (!found) return undefined;
      const { task } = found;
      const { open, filed } = findingTexts(context, task);
      const place = scopeName(context, task);
      return findingsCard({
        task: task.id,
        title: `${shortName(task)}${place === '' ? '' : `：${place}`}，${nameOf(context, task.doneById)}已签`,
        open: open.map((one) => ({ text: one.text, major: checklistItem(one.item ?? '')?.major ?? false })),
        filed,
        photos: photosOfTask(context, task.id).length,
        more: viewer.kind === 'person' && nextPlace(context, task, viewer.person) !== undefined,
      });
    },
  }),
];
