import type { PersonId } from '../../cards/model.ts';
import { expiringLines } from '../digests/expiring_lines.ts';
import { hearMeeting } from '../digests/meeting/said.ts';
import { openLeave } from '../duties/leave.ts';
import { openMissed, tellLeft } from '../duties/said/asked.ts';
import type { Context } from '../kernel/context.ts';
import { hasRole } from '../kernel/permission.ts';
import { sendCard, sendText } from '../kernel/send.ts';
import { notJoinedText, tellCalendar } from '../school/asked.ts';
import { tellHowToImport } from '../school/roster_how.ts';
import { undelivered } from '../school/undelivered.ts';
import { type Question, readQuestion } from '../understanding/questions.ts';
import { readableSchool } from './commands.ts';

const OFFICE_SETS = '提醒的时间和次数由安全办设置。点过“已讲”或“已办”的，当期不会再提醒。';
const UPDATE_ROSTER = '改好名册（xlsx 或 csv）重新发到这里，只更新有变化的人，先预览再导入。';
const ASK_OFFICE_FOR_ROSTER = '请安全办改名册，改了就生效。';
const PHOTO = '照片直接发到这里就行，先发照片、先说话都可以；要补到哪张卡，就引用那张卡发。';
const CARD_TROUBLE =
  '先把飞书或钉钉升到新版，再发“待办”，会给您一张新卡。还不行就直接打字告诉我，例如“三(2)班安全提醒讲了”。';
const WHO_SEES =
  '隐患：您、安全办、校领导、责任人和复查人看得到。欺凌、侵害、自伤、威胁：只有经办人看得到，不进周报和台账；不想留名，发“匿名”。';
const LATER = '好，办完再点就行。过了截止也能补，会记成补报。';
const NOT_YOURS = '这个由安全办和校领导看。发“待办”看轮到您的事。';

/** Answers a question about Anyuan itself or what it keeps, where nothing else was understood; false for anything else. */
export function answerQuestion(context: Context, person: PersonId, schoolId: number, words: string): boolean {
  const question = readQuestion(words);
  if (question === undefined) return false;
  if (question === 'minutes') return hearMeeting(context, person, schoolId, '纪要');
  answer(context, { person, schoolId, words }, question);
  return true;
}

interface Asker {
  readonly person: PersonId;
  readonly schoolId: number;
  readonly words: string;
}

function answer(context: Context, { person, schoolId, words }: Asker, question: Exclude<Question, 'minutes'>): void {
  const say = (text: string): void => sendText(context, text, { person });
  const open = (card: string, subject: Readonly<Record<string, number>>): void =>
    sendCard(context, card, subject, { person }, { lane: 'press' });
  const readable = readableSchool(context, person);
  const isOffice = hasRole(context, person, schoolId, 'safety_office');
  switch (question) {
    case 'left':
      tellLeft(context, person, schoolId, /讲|提醒/.test(words));
      return;
    case 'calendar':
      if (isOffice) open('admin.calendar', { school: schoolId });
      else tellCalendar(context, person, schoolId);
      return;
    case 'duty-settings':
      if (isOffice) open('admin.duties', { school: schoolId, page: 0 });
      else say(OFFICE_SETS);
      return;
    case 'weekly-settings':
      if (isOffice) open('digest.settings', { school: schoolId });
      else say('周报的时间由安全办设置。');
      return;
    case 'people':
      say(isOffice ? UPDATE_ROSTER : ASK_OFFICE_FOR_ROSTER);
      return;
    case 'roster':
      if (!isOffice) say(ASK_OFFICE_FOR_ROSTER);
      else if (/值班|排班/.test(words)) open('shift.edit', { school: schoolId });
      else tellHowToImport(context, person);
      return;
    case 'expiring':
      say(readable === undefined ? NOT_YOURS : expiringLines(context, readable));
      return;
    case 'undelivered':
      if (isOffice && undelivered(context, schoolId).total > 0) open('admin.undelivered', { school: schoolId });
      else if (isOffice) say('最近 7 天没有送不到的消息。');
      else say('收不到消息，请先和安园单聊一次；还不行，请安全办看“没送到的消息”。');
      return;
    case 'not-joined':
      say(isOffice ? notJoinedText(context, schoolId) : '谁还没加入，请安全办看。');
      return;
    case 'missed':
      openMissed(context, person);
      return;
    case 'later':
      say(LATER);
      return;
    case 'away':
      openLeave(context, person, words);
      return;
    case 'photo':
      say(PHOTO);
      return;
    case 'card-trouble':
      say(CARD_TROUBLE);
      return;
    case 'who-sees':
      say(WHO_SEES);
  }
}
