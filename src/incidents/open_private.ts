import type { PersonId } from '../../cards/model.ts';
import type { Context } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { sendCard, sendText } from '../kernel/send.ts';
import { schoolOf } from '../school/people.ts';
import { privateReport } from '../store/schema/index.ts';
import { nextPrivateNumber } from './private_number.ts';
import { openPrivateReportOf, privateTopicOf } from './private_queries.ts';
import { PRIVATE_ANSWER_TO_STRANGER, type PrivateKind } from './private_rules.ts';

/** The audit of private matters names no reporter: they may still decide to leave no name. */
export const withoutActor = (context: Context): Context => ({ ...context, actor: { kind: 'system' } });

/**
 * Asks one-to-one what the handler needs. Nothing of what was said is stored. The same person and kind within a day
 * get the same form again. `inGroup`: it was said in a group, so the card asks to take it back there; `anonymous`:
 * they wrote 匿名, so 不留我的名字 is set. Gives back the report; undefined when the person belongs to no school.
 */
export function openPrivate(
  context: Context,
  input: {
    readonly person: PersonId;
    readonly kind: PrivateKind;
    readonly inGroup?: boolean;
    readonly anonymous?: boolean;
  },
): number | undefined {
  const { person, kind } = input;
  const schoolId = schoolOf(context, person);
  if (schoolId === undefined) {
    sendText(context, PRIVATE_ANSWER_TO_STRANGER, { person });
    return undefined;
  }
  const id = openPrivateReportOf(context, person, kind)?.id ?? insert(context, schoolId, person, kind);
  const subject = { report: id, inGroup: input.inGroup ? 1 : 0, ...(input.anonymous ? { anonymous: 1 } : {}) };
  sendCard(context, 'private.first', subject, { person }, { lane: 'press' });
  return id;
}

function insert(context: Context, schoolId: number, person: PersonId, kind: PrivateKind): number {
  const { id } = context.db
    .insert(privateReport)
    .values({
      schoolId,
      number: nextPrivateNumber(context, schoolId),
      kind,
      reporterId: person,
      state: 'asked',
      at: context.now,
    })
    .returning({ id: privateReport.id })
    .get();
  record(withoutActor(context), 'private.asked', privateTopicOf(id));
  return id;
}
