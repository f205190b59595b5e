import { eq } from 'drizzle-orm';
import type { Context, ReadContext } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { Refused } from '../kernel/refused.ts';
import { refresh, sendCard } from '../kernel/send.ts';
import { setting } from '../store/schema/index.ts';
import { safetyOffices } from './queries.ts';

/** The last test of the way to the phones and back. */
export interface CardTest {
  /** Counts up; 0: there was none yet. */
  readonly test: number;
  /** ms; undefined while its button has not arrived. */
  readonly pressedAt?: number;
}

const KEY = 'school.test-card';

export const testCardTopic = (test: number): string => `test-card:${test}`;

export function lastCardTest(context: Pick<ReadContext, 'db'>): CardTest {
  const row = context.db.select({ value: setting.value }).from(setting).where(eq(setting.key, KEY)).get();
  // Written by this file only.
  return (row?.value as CardTest | undefined) ?? { test: 0 };
}

function keep(context: Context, value: CardTest): void {
  context.db
    .insert(setting)
    .values({ key: KEY, value })
    .onConflictDoUpdate({ target: setting.key, set: { value } })
    .run();
}

/** Sends the safety office a card with one button. Answers which test it is, and to how many people it goes. */
export function sendTestCard(context: Context): { readonly test: number; readonly people: number } {
  const before = lastCardTest(context).test;
  const test = before + 1;
  keep(context, { test });
  const people = safetyOffices(context);
  for (const person of people) sendCard(context, 'admin.test-card', { test }, { person }, { lane: 'press' });
  refresh(context, testCardTopic(before));
  record(context, 'test-card.sent', testCardTopic(test), { people: people.length });
  return { test, people: people.length };
}

/** The button has arrived. A second press changes nothing. Throws Refused for the card of an older test. */
export function passTestCard(context: Context, test: number): void {
  const last = lastCardTest(context);
  if (last.test !== test) throw new Refused('test-card.outdated', '这张测试卡已换新，请按新的一张');
  if (last.pressedAt !== undefined) return;
  keep(context, { test, pressedAt: context.now });
  record(context, 'test-card.passed', testCardTopic(test));
  refresh(context, testCardTopic(test), 'press');
}
