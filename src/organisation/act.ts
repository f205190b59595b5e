import type { PersonId } from '../../cards/model.ts';
import { answerNothingOpen } from '../duties/said/done.ts';
import { startReport } from '../hazards/draft.ts';
import { followUp } from '../hazards/story.ts';
import { incidentAwaitingPlace } from '../incidents/queries.ts';
import { tellPlace } from '../incidents/tell_place.ts';
import type { Context } from '../kernel/context.ts';
import { sendCard, sendText } from '../kernel/send.ts';
import { nameOf } from '../school/people.ts';
import { isAboutDrill, readBygone } from '../understanding/bygone.ts';
import { readDutyWords } from '../understanding/duty_words.ts';
import type { Doubt } from '../understanding/risk.ts';
import { doubtAbout } from '../understanding/understand.ts';
import type { Understanding } from '../understanding/understanding.ts';
import { hearAsking } from './asking.ts';
import { obey } from './commands.ts';
import type { Message } from './message.ts';
import { answerQuestion } from './questions.ts';

const greeting = /^\s*(你好|您好|在吗|在不在|hi|hello)[\s呀啊哦吗~！!。.，,]*$/i;
/** 我是 李敏: somebody says who they are. */
export const nameWords = /^\s*我(?:是|叫)\s*([^，。,.!！?？]{1,20})\s*[。.!！]?\s*$/;

interface Said {
  readonly message: Message;
  readonly person: PersonId;
  readonly schoolId: number;
  readonly words: string;
  readonly meaning: Understanding;
}

/**
 * Does what somebody's words mean, once danger, private matters, drills and duties have had their turn; where somebody
 * may be in danger, or a matter be private, that is asked beside it.
 */
export function act(context: Context, said: Said): void {
  if (hearAsking(context, said.person, said.schoolId, said.words)) return;
  answer(context, said);
  if (/^(?:hazard|follow-up|command)/.test(said.meaning.intent))
    askBeside(context, said.person, doubtAbout(said.words));
}

function askBeside(context: Context, person: PersonId, doubt: Doubt | undefined): void {
  if (doubt) sendCard(context, 'incident.unclear', { doubt, beside: 1 }, { person }, { lane: 'press' });
}

function answer(context: Context, { message, person, schoolId, words, meaning }: Said): void {
  const report = { person, schoolId, words, messageId: message.messageId };
  switch (meaning.intent) {
    case 'emergency':
    case 'sensitive':
      // Answered before by answerUrgent.
      return;
    case 'hazard':
      startReport(context, { ...report, reading: meaning.hazard });
      return;
    case 'hazard-many':
      startReport(context, { ...report, many: meaning.hazards });
      return;
    case 'hazard-vague':
      startReport(context, { ...report, reading: meaning.hazard, missing: meaning.missing });
      return;
    case 'follow-up': {
      const found = followUp(context, {
        person,
        schoolId,
        says: meaning.says,
        number: meaning.number,
        about: meaning.about,
        words,
      });
      if (found || answerQuestion(context, person, schoolId, words) || offerBygone(context, report)) return;
      answerUnknown(context, report, meaning);
      return;
    }
    case 'command':
      obey(context, person, meaning.command, words);
      return;
    case 'chatter':
      // The group is told that a private message came, so one must come.
      // Somebody who only greets does not know yet what can be said here.
      if (message.chat.type === 'group' || greeting.test(words)) obey(context, person, 'help', words);
      return;
    case 'other':
      answerOther(context, report);
  }
}

/**
 * About something reported before that is not there. What is still wrong may never have been reported, and becomes a
 * report; of what is mended there is nothing to do.
 */
function answerUnknown(
  context: Context,
  report: Heard,
  meaning: Extract<Understanding, { intent: 'follow-up' }>,
): void {
  const { person } = report;
  if (meaning.says === 'not-yet' && meaning.number === undefined && meaning.about.category !== undefined) {
    sendText(context, '没找到登记过的这一处，先按新的报。', { person });
    startReport(context, { ...report, reading: meaning.about });
    return;
  }
  sendText(context, '没找到您说的那条。发“我的隐患”可以看到编号，带上编号再说一遍就行。', { person });
}

/** Not a hazard: help once, never nag; somebody who only says who they are is already known. */
function answerOther(context: Context, report: Heard): void {
  const { person, schoolId, words } = report;
  const incident = incidentAwaitingPlace(context, person);
  if (incident) {
    tellPlace(context, { incident, person, place: words.slice(0, 100) });
    return;
  }
  if (nameWords.test(words)) {
    sendText(context, `已经认识您了，${nameOf(context, person)}老师。直接说事就行。`, { person });
    return;
  }
  const duty = readDutyWords(words);
  if (duty?.intent === 'duty-done') {
    answerNothingOpen(context, person, schoolId, duty);
    return;
  }
  if (answerQuestion(context, person, schoolId, words)) return;
  const doubt = doubtAbout(words);
  if (offerBygone(context, report)) {
    askBeside(context, person, doubt);
    return;
  }
  if (!doubt && isAboutDrill(words)) {
    sendText(
      context,
      '演练的安排、点名和记录，发“演练”。演练里发现的问题，说清地点和现象就能登记；真有险情，发“紧急”。',
      { person },
    );
    return;
  }
  sendCard(context, 'incident.unclear', { doubt: doubt ?? 'none', beside: 0 }, { person }, { lane: 'press' });
}

interface Heard {
  readonly person: PersonId;
  readonly schoolId: number;
  readonly words: string;
  readonly messageId: string;
}

/** 昨天食堂着火了: nobody is paged, and nothing is lost; it is offered as a report. True when there was one. */
function offerBygone(context: Context, report: Heard): boolean {
  const bygone = readBygone(report.words);
  // What may be a private matter is asked about; it never goes into a report by itself.
  if (!bygone || doubtAbout(report.words) === 'private') return false;
  startReport(context, { ...report, reading: bygone.hazard, bygone: true });
  return true;
}
