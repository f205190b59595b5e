import type { Outcome } from '../../kernel/action.ts';
import type { Context } from '../../kernel/context.ts';
import { record } from '../../kernel/record.ts';
import { FormRefused } from '../../kernel/refused.ts';
import { refresh } from '../../kernel/send.ts';
import { daysBetween } from '../../kernel/time.ts';
import { termNames, termsOf } from '../../school/calendar.ts';
import { term } from '../../store/schema/index.ts';
import { openUnderWay } from '../under_way.ts';
import { calendarTopic } from './mark_days.ts';
import { planSchool } from './plan_school.ts';

/** A term is never shorter or longer than this, days: anything else is a slip of the finger. */
const SHORTEST_DAYS = 30;
const LONGEST_DAYS = 220;

/** Writes a term's first and last day; duties are planned again. Throws FormRefused for a span that cannot be one. */
export function setTerm(
  context: Context,
  schoolId: number,
  of: { readonly name: string; readonly first: string; readonly last: string },
): Outcome {
  if (!/^\d{4}-[12]$/.test(of.name)) throw new FormRefused('学期请从给出的里面选');
  const length = daysBetween(of.first, of.last);
  if (length < SHORTEST_DAYS || length > LONGEST_DAYS)
    throw new FormRefused('起止日期请核对', '一个学期在一个月到七个月之间。');
  const overlapping = termsOf(context, schoolId).find(
    (one) => one.name !== of.name && one.from <= of.last && of.first <= one.to,
  );
  if (overlapping) throw new FormRefused(`和${termNames(overlapping.name).short}的日期重叠，请核对`);
  const days = { firstDay: of.first, lastDay: of.last };
  context.db
    .insert(term)
    .values({ schoolId, name: of.name, ...days })
    .onConflictDoUpdate({ target: [term.schoolId, term.name], set: days })
    .run();
  record(context, 'calendar.term', calendarTopic(schoolId), of);
  planSchool(context, schoolId);
  openUnderWay(context, `school:${schoolId}`);
  refresh(context, calendarTopic(schoolId));
  return { toast: { tone: 'success', text: '已保存学期起止' } };
}
