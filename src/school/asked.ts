import { and, asc, eq, isNull, or } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { Context } from '../kernel/context.ts';
import { hasRole } from '../kernel/permission.ts';
import { sendCard, sendText } from '../kernel/send.ts';
import { dateOf, dayText, plusDays } from '../kernel/time.ts';
import { chatGroup } from '../store/schema/index.ts';
import { isCalendarKnown, schoolCalendar } from './calendar.ts';

/** How far holidays are looked for, days: a term is shorter. */
const LOOK_AHEAD_DAYS = 160;
/** Cards one question brings. */
const MOST_CARDS = 5;

/** 什么时候放假: the week of the term and the next break of at least three days, for everybody. */
export function tellCalendar(context: Context, person: PersonId, schoolId: number): void {
  const calendar = schoolCalendar(context, schoolId);
  const today = dateOf(context.now, context.timeZone);
  const days = Array.from({ length: LOOK_AHEAD_DAYS }, (_, index) => plusDays(today, index));
  const week = calendar.weekOfTerm(today);
  // Holidays of the year to come are published each November; before that nobody can say.
  const unknown = days.find((date) => !isCalendarKnown(date));
  const last = days.find((date) => calendar.breakAfter(date));
  const isSure = last !== undefined && (unknown === undefined || last < unknown);
  const back = last && days.find((date) => date > last && calendar.isSchoolDay(date));
  const first = days.find((date) => calendar.isSchoolDay(date));
  const lines = [
    week === undefined ? '现在是假期。' : `${dayText(today, today)}，本学期第 ${week} 周。`,
    ...(week === undefined && first ? [`${dayText(first, today)} 上课。`] : []),
    ...(isSure ? [`下次放假：上课到 ${dayText(last, today)}${back ? `，${dayText(back, today)} 返校` : ''}。`] : []),
    ...(!isSure && unknown ? [`${unknown.slice(0, 4)} 年的节假日还没收录，以学校通知为准。`] : []),
    '校历由安全办维护，有出入请告诉安全办。',
  ];
  sendText(context, lines.join('\n'), { person });
}

/** 群设置: every group the bot is in, each with the card that says what it is for; the safety office chooses. */
export function openGroups(context: Context, person: PersonId, schoolId: number): void {
  if (!hasRole(context, person, schoolId, 'safety_office')) {
    sendText(context, '群的用途由安全办设置。', { person });
    return;
  }
  const groups = context.db
    .select({ id: chatGroup.id })
    .from(chatGroup)
    .where(and(eq(chatGroup.state, 'active'), or(eq(chatGroup.schoolId, schoolId), isNull(chatGroup.schoolId))))
    .orderBy(asc(chatGroup.id))
    .limit(MOST_CARDS)
    .all();
  for (const { id } of groups) sendCard(context, 'admin.group', { group: id }, { person }, { lane: 'press' });
  if (groups.length === 0) sendText(context, '还没有群。把安园拉进群，我会来问它的用途。', { person });
}
