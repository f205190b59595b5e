import { eq } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { Outcome } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { Refused } from '../kernel/refused.ts';
import { refresh, sendCard } from '../kernel/send.ts';
import { incidentReport } from '../store/schema/index.ts';
import { type Incident, topicOf } from './queries.ts';
import { draftOf, isSent } from './report_queries.ts';
import { type Stage, stageNames } from './report_rules.ts';
import { type ReportWords, sealReport } from './report_words.ts';

/** 写首报, 写续报, 写终报: the form comes as a card of its own, the pressed one is still needed. Throws Refused. */
export function askReport(
  context: Context,
  input: { readonly incident: Incident; readonly person: PersonId; readonly stage: Stage },
): Outcome {
  const { incident: subject, person, stage } = input;
  requireStage(context, subject, stage);
  sendCard(context, 'incident.report_form', { incident: subject.id, stage, asked: 1 }, { person }, { lane: 'press' });
  return {};
}

/** 再改改: the pressed text turns back into its form. Throws Refused. */
export function changeReport(context: Context, input: { readonly incident: Incident; readonly stage: Stage }): Outcome {
  requireStage(context, input.incident, input.stage);
  return { become: { card: 'incident.report_form', subject: { incident: input.incident.id, stage: input.stage } } };
}

/** Keeps the report sealed and shows it as the text to read out or copy. Throws Refused. */
export function writeReport(
  context: Context,
  input: {
    readonly incident: Incident;
    readonly person: PersonId;
    readonly stage: Stage;
    readonly words: ReportWords;
  },
): Outcome {
  const { incident: subject, person, stage } = input;
  requireStage(context, subject, stage);
  const sealed = sealReport(context.sealer, input.words);
  const draft = draftOf(context, subject.id, stage);
  const written = { sealed, writtenBy: person, writtenAt: context.now };
  const { id } = draft
    ? context.db
        .update(incidentReport)
        .set(written)
        .where(eq(incidentReport.id, draft.id))
        .returning({ id: incidentReport.id })
        .get()
    : context.db
        .insert(incidentReport)
        .values({ incidentId: subject.id, stage, ...written })
        .returning({ id: incidentReport.id })
        .get();
  record(context, 'incident.report_written', topicOf(subject.id), { person, stage });
  refresh(context, topicOf(subject.id), 'urgent');
  return {
    toast: { tone: 'success', text: `${stageNames[stage]}稿好了，报出后点一下` },
    become: { card: 'incident.report', subject: { report: id } },
  };
}

/**
 * A first and a final report there is one each. The first has a deadline whether or not somebody leads; the others need
 * somebody who does. Throws Refused.
 */
function requireStage(context: Context, subject: Incident, stage: Stage): void {
  const isLed = subject.state === 'handled' || subject.state === 'resolved';
  if (!isLed && (subject.state !== 'alerted' || stage !== 'first'))
    throw new Refused('incident.unled', '请先点“我来处置”', '误报或已放下的，不用写报告。', 'info');
  if (stage !== 'follow_up' && isSent(context, subject.id, stage))
    throw new Refused('incident.reported', `${stageNames[stage]}已经报出`, '有新情况，写续报。', 'info');
  if (stage === 'final' && subject.state !== 'resolved')
    throw new Refused('incident.not_over', '处置完毕后再写终报', '先点“处置完毕”。', 'info');
}
