import { and, asc, desc, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { ReadContext } from '../kernel/context.ts';
import { dateOf, plusDays } from '../kernel/time.ts';
import { dutyTask } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import { catalogue } from './catalogue/index.ts';
import type { Duty, DutyField } from './duty.ts';
import type { Task } from './tasks.ts';

/** One thing whose validity somebody wrote into a duty's form: 食堂 消防器材检查 最近到期. */
export interface Expiry {
  readonly duty: Duty;
  readonly field: DutyField;
  readonly scope: Task['scope'];
  readonly scopeId: string;
  /** YYYY-MM-DD, the last valid day. */
  readonly date: string;
}

/** Days before the date from which the digest names it; undefined for every other field. */
const leadOf = (field: DutyField): number | undefined => ('expires' in field ? field.expires : undefined);

const expiring = catalogue
  .map((duty) => ({ duty, fields: duty.form.filter((field) => leadOf(field) !== undefined) }))
  .filter((one) => one.fields.length > 0);

const contentShape = z.record(z.string(), z.unknown());
const dateShape = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

const dateIn = (content: unknown, field: DutyField): string | undefined => {
  const read = contentShape.safeParse(content);
  const date = dateShape.safeParse(read.data?.[field.key]);
  return date.success ? date.data : undefined;
};

/** What tells one thing of a duty from another: its place, and for buses the plate. */
const thingOf = (task: Pick<Task, 'dutyId' | 'scope' | 'scopeId' | 'content'>): string => {
  const plate = contentShape.safeParse(task.content).data?.plate;
  return [task.dutyId, task.scope, task.scopeId, typeof plate === 'string' ? plate.trim() : ''].join('|');
};

const filledIn = prepared((db) =>
  db
    .select({
      dutyId: dutyTask.dutyId,
      scope: dutyTask.scope,
      scopeId: dutyTask.scopeId,
      content: dutyTask.content,
    })
    .from(dutyTask)
    .where(
      and(
        eq(dutyTask.schoolId, sql.placeholder('school')),
        // The plus leaves the index of duties: nearly everything a school has ever done would come by the other.
        sql`+${dutyTask.state} = 'done'`,
        inArray(
          dutyTask.dutyId,
          expiring.map(({ duty }) => duty.id),
        ),
        isNotNull(dutyTask.content),
      ),
    )
    .orderBy(asc(dutyTask.doneAt), asc(dutyTask.id))
    .prepare(),
);

/**
 * Every validity the school's records know, as it was written last: a form that leaves it out changes nothing. By date.
 */
export function expiriesOf(context: ReadContext, schoolId: number): readonly Expiry[] {
  const tasks = filledIn(context.db).all({ school: schoolId });
  const known = new Map<string, Expiry>();
  for (const task of tasks) {
    const of = expiring.find(({ duty }) => duty.id === task.dutyId);
    for (const field of of?.fields ?? []) {
      const date = dateIn(task.content, field);
      if (of && date !== undefined)
        known.set(`${thingOf(task)}|${field.key}`, {
          duty: of.duty,
          field,
          scope: task.scope,
          scopeId: task.scopeId,
          date,
        });
    }
  }
  return [...known.values()].sort((left, right) => (left.date < right.date ? -1 : left.date > right.date ? 1 : 0));
}

/** Those that have run out or will within the field's own lead (domain/duties.md, 周报写什么), the earliest first. */
export function expiringSoon(context: ReadContext, schoolId: number): readonly Expiry[] {
  const today = dateOf(context.now, context.timeZone);
  return expiriesOf(context, schoolId).filter((one) => one.date <= plusDays(today, leadOf(one.field) ?? 0));
}

/** What the form of a task starts with: the validity written last for the same place, so that nobody copies it by hand. */
export function rememberedExpiries(
  context: Pick<ReadContext, 'db'>,
  task: Task,
  duty: Pick<Duty, 'form'>,
): Readonly<Record<string, string>> {
  const fields = duty.form.filter((field) => leadOf(field) !== undefined);
  if (fields.length === 0) return {};
  const before = context.db
    .select({ content: dutyTask.content })
    .from(dutyTask)
    .where(
      and(
        eq(dutyTask.schoolId, task.schoolId),
        eq(dutyTask.dutyId, task.dutyId),
        eq(dutyTask.scope, task.scope),
        eq(dutyTask.scopeId, task.scopeId),
        eq(dutyTask.state, 'done'),
      ),
    )
    .orderBy(desc(dutyTask.doneAt), desc(dutyTask.id))
    .limit(12)
    .all();
  return Object.fromEntries(
    fields.flatMap((field) => {
      const date = before.map((row) => dateIn(row.content, field)).find((one) => one !== undefined);
      return date === undefined ? [] : [[field.key, date]];
    }),
  );
}
