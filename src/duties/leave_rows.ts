import { and, asc, eq, gte, inArray, lte, ne } from 'drizzle-orm';
import type { PersonId, PersonOption } from '../../cards/model.ts';
import type { ReadContext } from '../kernel/context.ts';
import { dateOf, instantOf, plusDays, shortDay } from '../kernel/time.ts';
import { candidates, rolesOf } from '../school/people.ts';
import { placeKindName } from '../school/place_kinds.ts';
import { absence, classGroup, dutyTask, hazard, role } from '../store/schema/index.ts';
import { schoolDuty } from './settings.ts';
import { shiftsOf, whatText } from './shift_rows.ts';
import { classesHeadedBy, className, ownersOf, type Task, workOf } from './tasks.ts';

export type Absence = typeof absence.$inferSelect;
type Reading = Pick<ReadContext, 'db'>;

/** What can be handed to a substitute (domain/voice.md, leave.form). */
export const workNames = { reminder: '每日提醒', lesson: '安全课', shift: '带班值班', hazard: '隐患整改' } as const;
export type Work = keyof typeof workNames;

export const leaveTopic = (id: number): string => `leave:${id}`;

export const absenceById = (context: Reading, id: number): Absence | undefined =>
  context.db.select().from(absence).where(eq(absence.id, id)).get();

/** Written by the leave verb only, as a list of kinds of work. */
export const worksOf = (row: Pick<Absence, 'work'>): readonly Work[] => row.work as readonly Work[];

/** 每日提醒、安全课. */
export const workText = (works: readonly Work[]): string => works.map((work) => workNames[work]).join('、');

/** 9月20日, or 9月20日—9月22日. */
export const daysText = (row: { readonly firstDay: string; readonly lastDay: string }, today: string): string =>
  row.firstDay === row.lastDay
    ? shortDay(row.firstDay, today)
    : `${shortDay(row.firstDay, today)}—${shortDay(row.lastDay, today)}`;

const during = (from: string, to: string) => and(lte(absence.firstDay, to), gte(absence.lastDay, from));

/** Somebody's own leave that is asked for or agreed and touches these days. */
export const leaveOf = (context: Reading, person: PersonId, from: string, to: string): readonly Absence[] =>
  context.db
    .select()
    .from(absence)
    .where(and(eq(absence.personId, person), inArray(absence.state, ['asked', 'agreed']), during(from, to)))
    .orderBy(asc(absence.id))
    .all();

/** Whom somebody agreed to stand in for on these days. */
export const substitutingOf = (context: Reading, person: PersonId, from: string, to: string): readonly Absence[] =>
  context.db
    .select()
    .from(absence)
    .where(and(eq(absence.substituteId, person), eq(absence.state, 'agreed'), during(from, to)))
    .orderBy(asc(absence.id))
    .all();

/** People to choose a substitute from: those of the same grade first (domain/voice.md §2: at most 50). */
export function substituteCandidates(context: Reading, schoolId: number, person: PersonId): PersonOption[] {
  const mine = classesHeadedBy(context, person, schoolId).map(Number);
  const grades = [
    ...new Set(
      mine.length === 0
        ? []
        : context.db
            .select({ grade: classGroup.grade })
            .from(classGroup)
            .where(inArray(classGroup.id, mine))
            .all()
            .map((row) => row.grade),
    ),
  ];
  const near = new Set(
    grades.length === 0
      ? []
      : context.db
          .select({ id: classGroup.id })
          .from(classGroup)
          .where(and(eq(classGroup.schoolId, schoolId), inArray(classGroup.grade, grades)))
          .all()
          .map((row) => String(row.id)),
  );
  const colleagues = new Set(
    near.size === 0
      ? []
      : context.db
          .select({ person: role.personId, scopeId: role.scopeId, scope: role.scope })
          .from(role)
          .where(and(eq(role.schoolId, schoolId), inArray(role.scope, ['class', 'grade']), ne(role.personId, person)))
          .all()
          .filter((row) => (row.scope === 'class' ? near.has(row.scopeId) : grades.includes(row.scopeId)))
          .map((row) => row.person),
  );
  const own = rolesOf(context, person)
    .filter((held) => held.schoolId === schoolId)
    .map((held) => held.role);
  const all = candidates(context, schoolId, own, [person]);
  return [...all.filter((one) => colleagues.has(one.person)), ...all.filter((one) => !colleagues.has(one.person))];
}

export interface WaitingTask {
  readonly task: number;
  readonly text: string;
}

/** What waits for a substitute within the days of a leave: tasks already open, shifts and hazards, each as one line. */
export interface Waiting {
  readonly tasks: readonly WaitingTask[];
  readonly shifts: readonly string[];
  readonly hazards: readonly string[];
}

const LINES = 4;

export function waitingOf(context: ReadContext, row: Absence): Waiting {
  const today = dateOf(context.now, context.timeZone);
  const works = worksOf(row);
  return {
    tasks: openTasksIn(context, row, works, today),
    shifts: works.includes('shift') ? shiftsIn(context, row, today) : [],
    hazards: works.includes('hazard') ? hazardsOf(context, row.schoolId, row.personId, today) : [],
  };
}

function openTasksIn(
  context: ReadContext,
  row: Absence,
  works: readonly Work[],
  today: string,
): readonly WaitingTask[] {
  const classes = classesHeadedBy(context, row.personId, row.schoolId);
  const rows = context.db
    .select()
    .from(dutyTask)
    .where(
      and(
        eq(dutyTask.schoolId, row.schoolId),
        eq(dutyTask.state, 'open'),
        lte(dutyTask.openAt, context.now),
        gte(dutyTask.dueAt, instantOf(row.firstDay, '00:00', context.timeZone)),
        lte(dutyTask.dueAt, instantOf(plusDays(row.lastDay, 1), '00:00', context.timeZone)),
      ),
    )
    .orderBy(asc(dutyTask.dueAt))
    .limit(300)
    .all();
  return rows
    .filter((task) => isTheirs(context, task, row, classes, works))
    .slice(0, LINES)
    .map((task) => {
      const name = schoolDuty(context, task.schoolId, task.dutyId)?.name ?? '';
      const scope =
        task.scope === 'class'
          ? className(context, task.scopeId)
          : task.scope === 'place'
            ? placeKindName(task.scopeId)
            : '';
      return {
        task: task.id,
        text: `${name} ${scope} ${shortDay(dateOf(task.dueAt, context.timeZone), today)}止`.replace(/ +/g, ' '),
      };
    });
}

function isTheirs(
  context: ReadContext,
  task: Task,
  row: Absence,
  classes: readonly string[],
  works: readonly Work[],
): boolean {
  const duty = schoolDuty(context, task.schoolId, task.dutyId);
  if (!duty || !works.some((work) => work === workOf(duty))) return false;
  if (task.assigneeId === row.personId) return true;
  if (task.scope === 'class') return classes.includes(task.scopeId);
  // Read on a day of the leave, owners already name the substitute; before it, the person.
  return ownersOf(context, task, duty).some((one) => one === row.personId || one === row.substituteId);
}

const shiftsIn = (context: ReadContext, row: Absence, today: string): readonly string[] =>
  [
    ...shiftsOf(context, row.personId, row.firstDay, row.lastDay),
    ...shiftsOf(context, row.substituteId, row.firstDay, row.lastDay),
  ]
    .filter((one) => one.personId === row.personId && one.endsAt > context.now && one.checkedInAt === null)
    .map((one) => `${shortDay(one.date, today)} ${one.slot}${whatText(one)}`);

function hazardsOf(context: ReadContext, schoolId: number, person: PersonId, today: string): readonly string[] {
  return context.db
    .select({ number: hazard.number, title: hazard.title, due: hazard.due })
    .from(hazard)
    .where(
      and(eq(hazard.schoolId, schoolId), eq(hazard.ownerId, person), inArray(hazard.state, ['assigned', 'rectifying'])),
    )
    .orderBy(asc(hazard.due))
    .limit(20)
    .all()
    .map((one) => `${one.number.split('-').at(-1)} ${one.title}${one.due ? ` ${shortDay(one.due, today)}止` : ''}`);
}
