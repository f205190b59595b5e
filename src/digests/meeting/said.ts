import type { PersonId } from '../../../cards/model.ts';
import type { Outcome } from '../../kernel/action.ts';
import type { Context } from '../../kernel/context.ts';
import { FormRefused, Refused } from '../../kernel/refused.ts';
import { sendCard, sendText } from '../../kernel/send.ts';
import { closeMeeting, downloadMinutes } from './close.ts';
import { hazardNumbered, putOnAgenda } from './entries.ts';
import { ENTRY_LETTERS } from './forms.ts';
import { decide } from './lines.ts';
import { openMeeting, showDesk } from './open.ts';
import { openMeetingOf, signedMeetings } from './queries.ts';
import { keeper } from './who.ts';

const openWords = /^(?:现在|马上)?(?:开会|开例会|开安全例会|例会开始|开始例会|开始开会)(?:了|啦)?[。.!！]*$/;
const closeWords = /^(?:散会|结束会议|会议结束|例会结束|结束例会)(?:了|啦)?[。.!！]*$/;
const agendaWords = /^(?:例会|安全例会|每周例会|例会议题|议题|会议议题)[。.]*$/;
const minutesWords = /^(?:要|发|看)?(?:例会|会议)?纪要(?:文档)?[。.]*$/;
const lateWords = /^补录(?:例会|会议)?(?:纪要)?[。.]*$/;
const putWords = /^(?:列入例会|列入议题|加议题|议题)[:：\s]\s*(\S[\s\S]*)$/;
const decisionWords = /^(?:会议)?(?:决定|议定)[:：]\s*(\S[\s\S]*)$/;

/**
 * 开会, 散会, 例会, 纪要, 补录例会, 列入例会：…, and 决定：… while a meeting is under way: heard word for word. False for anything else,
 * and for people who keep no minutes, whose 决定 is about something else.
 */
export function hearMeeting(context: Context, person: PersonId, schoolId: number, words: string): boolean {
  const text = words.trim();
  const may = keeper.allows(context, person, { schoolId });
  if (openWords.test(text)) {
    answering(context, person, () => {
      if (!may) throw new Refused('meeting.forbidden', '例会由安全办或校领导开', '开始后在群里点“我在”就行。');
      return openMeeting(context, schoolId, person);
    });
    return true;
  }
  const wanted = putWords.exec(text)?.[1];
  if (wanted !== undefined) {
    answering(context, person, () => {
      if (!may) throw new Refused('agenda.forbidden', '议题由安全办和校领导列', '看到隐患，直接打一句话报。');
      return putSaid(context, schoolId, person, wanted);
    });
    return true;
  }
  if (!may) return false;
  const running = openMeetingOf(context, schoolId);
  if (closeWords.test(text)) {
    answering(context, person, () => {
      if (!running) throw new Refused('meeting.none', '现在没有例会在开', '发“开会”开始，开过的发“补录例会”。');
      return closeMeeting(context, running, person);
    });
    return true;
  }
  if (agendaWords.test(text)) {
    if (running) showDesk(context, running, person);
    else sendCard(context, 'meeting.agenda', { task: 0, school: schoolId }, { person }, { lane: 'press' });
    return true;
  }
  if (lateWords.test(text)) {
    sendCard(context, 'meeting.late', { school: schoolId }, { person }, { lane: 'press' });
    return true;
  }
  if (minutesWords.test(text)) {
    answering(context, person, () => {
      const [last] = signedMeetings(context, schoolId, 1);
      if (!last)
        throw new Refused('meeting.no_minutes', '还没有签发过的例会纪要', '开会发“开会”，开过的发“补录例会”。');
      return downloadMinutes(context, last, person);
    });
    return true;
  }
  const decision = decisionWords.exec(text)?.[1];
  if (decision === undefined || !running) return false;
  answering(context, person, () => decide(context, running, person, decision));
  return true;
}

/** Every line is one; a number is the hazard it is of. */
function putSaid(context: Context, schoolId: number, person: PersonId, said: string): Outcome {
  const lines = said.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
  const long = lines.find((line) => [...line].length > ENTRY_LETTERS);
  if (long !== undefined) throw new FormRefused(`每项议题请在 ${ENTRY_LETTERS} 字以内`, '');
  const wanted = lines.map((line) => {
    const of = hazardNumbered(context, schoolId, line);
    return of ? { hazard: of } : { text: line };
  });
  return { toast: putOnAgenda(context, schoolId, person, wanted) };
}

/** What a press would show as a toast is said as a sentence; nothing a refused verb did is kept. */
function answering(context: Context, person: PersonId, run: () => Outcome): void {
  try {
    const { toast } = context.store.transaction(() => run());
    if (toast) sendText(context, `${toast.text}。`, { person });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    sendText(context, [error.toast.text, error.advice ?? ''].filter((one) => one !== '').join('。'), { person });
  }
}
