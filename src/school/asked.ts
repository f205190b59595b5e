import { and, asc, desc, eq, isNull, or } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { Context, ReadContext } from '../kernel/context.ts';
import { hasRole } from '../kernel/permission.ts';
import { sendCard, sendText } from '../kernel/send.ts';
import { dateOf, dayText, plusDays } from '../kernel/time.ts';
import { chatGroup } from '../store/schema/index.ts';
import { isCalendarKnown, schoolCalendar } from './calendar.ts';
import { peopleNotJoined } from './queries.ts';

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

/** Names in one answer. */
const NAMED = 20;

/** 谁没加进来: whom nothing can reach yet, for the safety office, and what they have to do. */
export function notJoinedText(context: ReadContext, schoolId: number): string {
  const people = peopleNotJoined(context, schoolId);
  if (people.length === 0) return '名册里的人都加入了。';
  const named = people.slice(0, NAMED).join('、');
  return `还没加入的 ${people.length} 人：${named}${people.length > NAMED ? ' 等' : ''}。请他们在飞书或钉钉里找到安园，发“我是 姓名”。`;
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
    .orderBy(desc(isNull(chatGroup.purpose)), asc(chatGroup.id))
    .all();
  for (const { id } of groups.slice(0, MOST_CARDS))
    sendCard(context, 'admin.group', { group: id }, { person }, { lane: 'press' });
  const more = groups.length - MOST_CARDS;
  if (more > 0) sendText(context, `还有 ${more} 个群没有列出，没选用途的排在前面。`, { person });
  if (groups.length === 0) sendText(context, '还没有群。把安园拉进群，我会来问它的用途。', { person });
}
