import { and, eq } from 'drizzle-orm';
import { actingPerson, type Context } from '../../kernel/context.ts';
import { record } from '../../kernel/record.ts';
import { Refused } from '../../kernel/refused.ts';
import { refresh, sendText } from '../../kernel/send.ts';
import { accountLink, identity, knock, outbox, person, sentCard } from '../../store/schema/index.ts';
import { linkAccount } from '../accounts.ts';
import { accountsOf, whoIs } from '../people.ts';
import { planForgetting } from './ask.ts';
import { mergePeople, readMovedRows, splitPeople } from './merge.ts';
import type { AccountLink } from './queries.ts';
import { tellLinked } from './redeem.ts';
import { linkTopic, platformNames } from './rules.ts';

/** What the safety office, and the person, can say about a link. Each throws Refused where it is settled already. */

const settled = () => new Refused('link.settled', '这件事已经办过了');

/** The account that sent the code; every link past `open` has one. */
function otherAccount({ otherPlatform, otherUserId, otherUnionId }: AccountLink) {
  if (otherPlatform === null || otherUserId === null) throw settled();
  return {
    platform: otherPlatform,
    user: { userId: otherUserId, ...(otherUnionId ? { unionId: otherUnionId } : {}) },
  };
}

function set(context: Context, link: AccountLink, change: Partial<AccountLink>, action: string): void {
  const changed = context.db
    .update(accountLink)
    .set({ ...change, decidedById: actingPerson(context) ?? null })
    .where(and(eq(accountLink.id, link.id), eq(accountLink.state, link.state)))
    .returning({ id: accountLink.id })
    .all();
  if (changed.length === 0) throw settled();
  record(context, action, `person:${link.personId}`, { link: link.id, other: link.otherPersonId });
  refresh(context, linkTopic(link.id));
}

const isActive = (context: Context, id: number): boolean =>
  context.db.select({ state: person.state }).from(person).where(eq(person.id, id)).get()?.state === 'active';

/** 是同一人: the two become one, if both are still who they were when the code was sent. */
export function confirmLink(context: Context, link: AccountLink): void {
  if (link.state !== 'waiting') throw settled();
  const { platform, user } = otherAccount(link);
  const holds = whoIs(context, platform, user.userId)?.person ?? null;
  const added =
    link.otherPersonId === null ? [platform] : accountsOf(context, [link.otherPersonId]).map((one) => one.platform);
  const mine = accountsOf(context, [link.personId]).map((one) => one.platform);
  if (holds !== link.otherPersonId || !isActive(context, link.personId) || added.some((one) => mine.includes(one)))
    throw new Refused('link.changed', '账号有变，请老师重新关联', '请老师再发一次“关联账号”。');
  const moved = link.otherPersonId === null ? {} : mergePeople(context, link.otherPersonId, link.personId);
  if (link.otherPersonId === null) linkAccount(context, { person: link.personId, platform, user });
  set(context, link, { state: 'linked', moved, seenAt: context.now }, 'account.link-confirmed');
  planForgetting(context, link.id);
  tellLinked(context, link.id, link.personId, link.platform, platform, user.userId);
  sendText(
    context,
    '安全办确认了，您的两个账号已经合在一起。',
    { person: link.personId },
    { lane: 'normal', on: platform },
  );
}

/** 不是同一人: everything stays as it was. */
export function refuseLink(context: Context, link: AccountLink): void {
  if (link.state !== 'waiting') throw settled();
  const { platform, user } = otherAccount(link);
  set(context, link, { state: 'refused' }, 'account.link-refused');
  const text = '安全办没有确认，两个账号照旧分开。有出入请当面找安全办。';
  const other = whoIs(context, platform, user.userId);
  if (other) sendText(context, text, { person: other.person }, { lane: 'normal', on: platform });
  else sendText(context, text, { stranger: { platform, userId: user.userId } }, { lane: 'normal' });
}

/** 知道了: off the list of whoever saw it. */
export function sawLink(context: Context, link: AccountLink): void {
  if (link.state !== 'linked') throw settled();
  set(context, link, { seenAt: context.now }, 'account.link-seen');
}

/**
 * 撤销关联, or 不是我: the account that sent the code acts for the person no more, and learns nothing more. Two people
 * who had become one are two again, each with what was theirs.
 */
export function undoLink(context: Context, link: AccountLink): void {
  if (link.state !== 'linked') throw settled();
  if (link.moved === null) throw new Refused('link.too_late', '过了 30 天，不能撤销', '请在名册里改。');
  const { platform, user } = otherAccount(link);
  const account = and(eq(identity.platform, platform), eq(identity.userId, user.userId));
  if (link.otherPersonId === null) {
    context.db.update(identity).set({ state: 'left', lastSeenAt: null }).where(account).run();
    context.db
      .update(knock)
      .set({ state: 'new', claimedName: null, personId: null })
      .where(and(eq(knock.platform, platform), eq(knock.userId, user.userId)))
      .run();
    forgetCards(context, link);
  } else {
    const moved = readMovedRows(link.moved);
    if (!moved) throw new Refused('link.too_late', '不能撤销，请在名册里改');
    splitPeople(context, link.otherPersonId, link.personId, moved);
    forgetCards(context, link);
  }
  set(context, link, { state: 'undone', moved: null }, 'account.link-undone');
  if (link.otherPersonId === null) return;
  const text = `安全办撤销了关联，${platformNames[platform]}账号照旧是单独的。`;
  sendText(context, text, { person: link.otherPersonId }, { lane: 'normal', on: platform });
}

/** What the person got on that account stays as it is, and nothing more goes there in their name. */
function forgetCards(context: Context, link: AccountLink): void {
  if (link.otherPlatform === null) return;
  context.db
    .update(sentCard)
    .set({ state: 'gone' })
    .where(and(eq(sentCard.personId, link.personId), eq(sentCard.platform, link.otherPlatform)))
    .run();
  context.db
    .update(outbox)
    .set({ platform: null })
    .where(
      and(
        eq(outbox.personId, link.personId),
        eq(outbox.platform, link.otherPlatform),
        eq(outbox.state, 'pending'),
        eq(outbox.kind, 'card'),
      ),
    )
    .run();
}
