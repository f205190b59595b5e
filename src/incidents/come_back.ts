import { eq, sql } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { Context } from '../kernel/context.ts';
import { sendCard, sendText } from '../kernel/send.ts';
import { HOUR } from '../kernel/time.ts';
import { setTimer } from '../kernel/timers.ts';
import { counter } from '../store/schema/index.ts';
import { matterOfKey } from './return_key.ts';
import { openVisit } from './visit.ts';

/** Wrong keys one person may send within an hour; the keys have 60 bits, so this is about noise, not about guessing. */
export const WRONG_KEYS = 5;
const SHUT_FOR = HOUR;
export const WRONG_KEYS_TIMER = 'private.wrong_keys';

const wrongKeysOf = (person: PersonId): string => `private.wrong-keys:${person}`;

/**
 * Somebody sent a return key in the one-to-one chat: they see how far the matter is and may add words. Neither the key
 * nor a wrong one is written down anywhere, and of who came there is only a sealed note for an hour.
 */
export function comeBack(context: Context, input: { readonly person: PersonId; readonly key: string }): void {
  const { person } = input;
  const to = { person };
  const counted = wrongKeysOf(person);
  const wrong = context.db.select({ value: counter.value }).from(counter).where(eq(counter.key, counted)).get()?.value;
  if ((wrong ?? 0) >= WRONG_KEYS) {
    sendText(context, '查询码试错太多，请一小时后再试。', to);
    return;
  }
  const number = matterOfKey(context, input.key);
  if (number === undefined) {
    const { value } = context.db
      .insert(counter)
      .values({ key: counted, value: 1 })
      .onConflictDoUpdate({ target: counter.key, set: { value: sql`${counter.value} + 1` } })
      .returning({ value: counter.value })
      .get();
    setTimer(context, WRONG_KEYS_TIMER, counted, context.now + SHUT_FOR);
    const left = WRONG_KEYS - value;
    sendText(
      context,
      left > 0 ? `没有这个查询码，请核对。还可试 ${left} 次。` : '没有这个查询码。请一小时后再试。',
      to,
    );
    return;
  }
  sendCard(context, 'private.return', { visit: openVisit(context, { number, person }) }, to, { lane: 'press' });
}

/** A key written where others read along opens nothing; who wrote it is told so, whatever it was. */
export function keyInGroup(context: Context, person: PersonId): void {
  sendText(context, '查询码请在这里发，群里不收。群里那句请您撤回。', { person });
}

/** The hour is over: wrong keys are counted anew. */
export function forgetWrongKeys(context: Context, counted: string): void {
  context.db.delete(counter).where(eq(counter.key, counted)).run();
}
