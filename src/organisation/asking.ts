import type { PersonId } from '../../cards/model.ts';
import { openWeekly } from '../digests/ask_weekly.ts';
import { openDrills } from '../drills/said.ts';
import { hearReminderDone, openReminder, openRounds, tellLeft } from '../duties/said/asked.ts';
import { openShifts, tellOnDuty } from '../duties/said/shifts_asked.ts';
import type { Context } from '../kernel/context.ts';
import { sendCard, sendText } from '../kernel/send.ts';
import { openGroups, tellCalendar } from '../school/asked.ts';
import { type Asking, readAsking } from '../understanding/asking.ts';
import { openTrends, readableSchool } from './commands.ts';

const TAKE_BACK =
  '刚点的，在那张卡上点“撤回”就行，十分钟内有效。填错了也不要紧：发“我的隐患”，打开那条点“补充情况”。过了时间请告诉安全办。';
const HOW_TO_EXPORT = '说清要哪本、哪段时间，例如：导出台账 9月、导出演练台账 本学期、导出台账 9月 带照片。';

/** Answers a question about the school's own records; false for any other sentence. */
export function hearAsking(context: Context, person: PersonId, schoolId: number, words: string): boolean {
  const asking = readAsking(words);
  if (asking) answer(context, person, schoolId, asking);
  return asking !== undefined;
}

function answer(context: Context, person: PersonId, schoolId: number, asking: Asking): void {
  const readable = readableSchool(context, person);
  switch (asking.for) {
    case 'hazards':
      if (readable === undefined)
        sendCard(context, 'hazard.mine', { closed: asking.filter === 'closed' ? 1 : 0, page: 0 }, { person }, press);
      else sendCard(context, 'hazard.ledger', { school: readable, filter: asking.filter, page: 0 }, { person }, press);
      return;
    case 'weekly':
      if (readable === undefined)
        sendText(context, '周报由安全办和校领导看。您的隐患，发“我的隐患”就能看到。', { person });
      else openWeekly(context, person, readable, asking.last);
      return;
    case 'left':
      tellLeft(context, person, schoolId, asking.reminder);
      return;
    case 'reminder':
      openReminder(context, person);
      return;
    case 'reminder-done':
      hearReminderDone(context, person, schoolId);
      return;
    case 'on-duty':
      tellOnDuty(context, person, schoolId, asking.tomorrow);
      return;
    case 'my-shifts':
    case 'arrived':
      openShifts(context, person, asking.for === 'arrived');
      return;
    case 'round':
      openRounds(context, person);
      return;
    case 'drills':
      openDrills(context, person, schoolId);
      return;
    case 'trends':
      openTrends(context, person);
      return;
    case 'calendar':
      tellCalendar(context, person, schoolId);
      return;
    case 'groups':
      openGroups(context, person, schoolId);
      return;
    case 'console':
      // The ledger's card carries the console's link where the school has one.
      if (readable === undefined) sendText(context, '看板由安全办和校领导看。发“待办”看轮到您的事。', { person });
      else sendCard(context, 'hazard.ledger', { school: readable, filter: 'open', page: 0 }, { person }, press);
      return;
    case 'take-back':
      sendText(context, TAKE_BACK, { person });
      return;
    case 'export':
      sendText(context, HOW_TO_EXPORT, { person });
  }
}

const press = { lane: 'press' } as const;
