import { timingSafeEqual } from 'node:crypto';
import { and, eq, gt, sql } from 'drizzle-orm';
import type { PersonId } from '../../../cards/model.ts';
import type { Context } from '../../kernel/context.ts';
import { record } from '../../kernel/record.ts';
import { refresh, sendCard, sendText, type To } from '../../kernel/send.ts';
import type { PlatformName, VendorUser } from '../../platforms/platform.ts';
import { accountLink, identity, knock, linkTry, person } from '../../store/schema/index.ts';
import { linkAccount } from '../accounts.ts';
import { accountsOf, nameOf, whoIs } from '../people.ts';
import { endCode, planForgetting } from './ask.ts';
import { type AccountLink, decidersOf } from './queries.ts';
import { linkTopic, platformNames, TRIES, TRIES_FOR_MS, TRIES_OF_ALL } from './rules.ts';

export interface Redeeming {
  readonly platform: PlatformName;
  readonly user: VendorUser;
  readonly code: string;
}

const answering = (context: Context, { platform, user }: Redeeming) => {
  const known = whoIs(context, platform, user.userId);
  const to: To = known ? { person: known.person } : { stranger: { platform, userId: user.userId } };
  return { known, say: (text: string) => sendText(context, text, to, { on: platform }) };
};

/** Wrong codes of the last hour: this account's, and everybody's. */
function triesOf(context: Context, { platform, user }: Redeeming): { readonly mine: number; readonly all: number } {
  const rows = context.db
    .select()
    .from(linkTry)
    .where(gt(linkTry.since, context.now - TRIES_FOR_MS))
    .all();
  return {
    mine: rows.find((row) => row.platform === platform && row.userId === user.userId)?.tries ?? 0,
    all: rows.reduce((sum, row) => sum + row.tries, 0),
  };
}

function countWrong(context: Context, { platform, user }: Redeeming, before: number): number {
  const row = { platform, userId: user.userId, tries: before + 1, since: context.now };
  const change = before === 0 ? { tries: 1, since: context.now } : { tries: sql`${linkTry.tries} + 1` };
  context.db
    .insert(linkTry)
    .values(row)
    .onConflictDoUpdate({ target: [linkTry.platform, linkTry.userId], set: change })
    .run();
  record(context, 'account.link-wrong', 'account-link', { platform, tries: before + 1 });
  return before + 1;
}

/** The open link a code belongs to. Every open one is compared, in constant time: there are a few at most. */
function linkOfCode(context: Context, code: string): AccountLink | undefined {
  const open = context.db
    .select()
    .from(accountLink)
    .where(and(eq(accountLink.state, 'open'), gt(accountLink.expiresAt, context.now)))
    .all();
  let found: AccountLink | undefined;
  for (const link of open) {
    const [given, kept] = [Buffer.from(code), Buffer.from(context.sealer.open(link.code))];
    if (given.length === kept.length && timingSafeEqual(given, kept)) found = link;
  }
  return found;
}

/**
 * Takes 关联 and a code, sent one-to-one on the other platform. An account nobody had becomes the person's at once; one
 * that is another person's, or that the safety office turned away, waits for the safety office. Wrong, used or run out:
 * a sentence that says what to do. Answers the sender itself and returns instead of throwing, so that a wrong try
 * counts. Every try is in the audit, the code never is.
 */
export function redeemCode(context: Context, input: Redeeming): void {
  const { known, say } = answering(context, input);
  if (input.user.isOutsider) {
    record(context, 'account.link-outsider', 'account-link', { platform: input.platform });
    say('只能关联本单位的账号。请用学校给您的那个账号发关联码。');
    return;
  }
  const tries = triesOf(context, input);
  if (tries.mine >= TRIES || tries.all >= TRIES_OF_ALL) {
    say('试错太多，请一小时后再发关联码，或当面找安全办。');
    return;
  }
  const link = linkOfCode(context, input.code);
  const owner = link && activePerson(context, link.personId) ? link : undefined;
  if (!owner) {
    const left = TRIES - countWrong(context, input, tries.mine);
    say(
      left > 0
        ? `关联码不对，或已过期，还可试 ${left} 次。请在您常用的那边发“关联账号”，看新的码。`
        : '关联码不对，试错太多，请一小时后再来。',
    );
    return;
  }
  if (owner.platform === input.platform) {
    say(`这个码要发到${platformNames[input.platform === 'feishu' ? 'dingtalk' : 'feishu']}里和安园的会话。`);
    return;
  }
  if (known?.person === owner.personId) {
    endCode(context, owner.id);
    say('这两个账号已经是同一个人了，不用再关联。');
    return;
  }
  const doubled = doubledPlatform(context, owner.personId, known?.person, input.platform);
  if (doubled) {
    endCode(context, owner.id);
    say(`没有关联：那位老师在${platformNames[doubled]}已经有账号。要换账号，请找安全办。`);
    return;
  }
  if (known || wasTurnedAway(context, input)) waitForOffice(context, owner, input, known?.person, say);
  else linkAtOnce(context, owner, input, say);
}

const activePerson = (context: Context, id: PersonId): boolean =>
  context.db.select({ state: person.state }).from(person).where(eq(person.id, id)).get()?.state === 'active';

/** A platform on which one person would end up with two accounts. */
function doubledPlatform(
  context: Context,
  owner: PersonId,
  other: PersonId | undefined,
  platform: PlatformName,
): PlatformName | undefined {
  const mine = accountsOf(context, [owner]).map((account) => account.platform);
  const added = other === undefined ? [platform] : accountsOf(context, [other]).map((account) => account.platform);
  return added.find((one) => mine.includes(one));
}

/** The safety office said 不认识 to this account before: a code alone does not open what it shut. */
const wasTurnedAway = (context: Context, { platform, user }: Redeeming): boolean =>
  context.db
    .select({ state: knock.state })
    .from(knock)
    .where(and(eq(knock.platform, platform), eq(knock.userId, user.userId)))
    .get()?.state === 'refused';

const used = (context: Context, input: Redeeming) => ({
  code: '',
  otherPlatform: input.platform,
  otherUserId: input.user.userId,
  otherUnionId: input.user.unionId ?? null,
  usedAt: context.now,
});

function linkAtOnce(context: Context, link: AccountLink, input: Redeeming, say: (text: string) => void): void {
  const { platform, user } = input;
  const linked = linkAccount(context, { person: link.personId, platform, user });
  if (linked.is === 'taken' || linked.is === 'merged')
    throw new Error('school.link: a stranger’s account was somebody’s');
  context.db
    .update(accountLink)
    .set({ ...used(context, input), state: 'linked', moved: {} })
    .where(eq(accountLink.id, link.id))
    .run();
  planForgetting(context, link.id);
  record(context, 'account.link-used', `person:${link.personId}`, { link: link.id, platform });
  tellLinked(context, link.id, link.personId, link.platform, platform, user.userId);
  say(`认出您了，${nameOf(context, link.personId)}。以后两边都能用，您最近在哪边用，提醒就发到哪边。`);
}

/** The person hears of it where they were known, and is greeted as somebody who knows Anyuan already. */
export function tellLinked(
  context: Context,
  id: number,
  owner: PersonId,
  known: PlatformName,
  added: PlatformName,
  userId: string,
): void {
  context.db
    .update(identity)
    .set({ greetedAt: context.now, lastSeenAt: context.now })
    .where(and(eq(identity.platform, added), eq(identity.userId, userId)))
    .run();
  sendCard(context, 'account.linked', { link: id }, { person: owner }, { lane: 'press', on: known });
  refresh(context, linkTopic(id));
}

function waitForOffice(
  context: Context,
  link: AccountLink,
  input: Redeeming,
  other: PersonId | undefined,
  say: (text: string) => void,
): void {
  const waiting: AccountLink = { ...link, otherPersonId: other ?? null };
  const deciders = decidersOf(context, waiting);
  if (deciders.length === 0) {
    endCode(context, link.id);
    say('没有关联：两个账号登记在不同的学校。请找安全办，在名册里登记成同一位。');
    return;
  }
  context.db
    .update(accountLink)
    .set({ ...used(context, input), state: 'waiting', otherPersonId: other ?? null })
    .where(eq(accountLink.id, link.id))
    .run();
  record(context, 'account.link-waits', `person:${link.personId}`, { link: link.id, other: other ?? null });
  for (const office of deciders)
    sendCard(
      context,
      'admin.link',
      { link: link.id },
      { person: office },
      { dedupeKey: `${linkTopic(link.id)}:${office}` },
    );
  refresh(context, linkTopic(link.id));
  say('收到，这个账号已有登记，已请安全办确认。确认前两边照常分开用。');
}

/** A code written where others read along is worth nothing any more. Answers the sender one-to-one. */
export function exposeCode(context: Context, input: Redeeming): void {
  const { say } = answering(context, input);
  const link = linkOfCode(context, input.code);
  if (link) {
    endCode(context, link.id);
    record(context, 'account.link-exposed', `person:${link.personId}`, { link: link.id });
  }
  say('关联码请在这里发，群里不收。群里那个已作废，请重新发“关联账号”要一个。');
}
