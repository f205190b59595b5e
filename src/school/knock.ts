import { and, asc, eq, gt, lt, or } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import { shorten } from '../../cards/school/shorten.ts';
import type { Context, ReadContext } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { refresh, sendCard, sendText, type To } from '../kernel/send.ts';
import { dateOf, MINUTE } from '../kernel/time.ts';
import type { PlatformName, VendorUser } from '../platforms/platform.ts';
import { inList } from '../store/in_list.ts';
import { identity, knock, outbox, person, role, sentCard } from '../store/schema/index.ts';
import { findAccounts } from './find_accounts.ts';
import { whoIs } from './people.ts';
import { personName } from './person_name.ts';
import { safetyOffices } from './queries.ts';

/** A stranger who keeps writing is told how to join at most this often. */
export const GREETING_PAUSE_MS = 10 * MINUTE;

export const knockTopic = (id: number): string => `knock:${id}`;

export const knockById = (context: Pick<ReadContext, 'db'>, id: number) =>
  context.db.select().from(knock).where(eq(knock.id, id)).get();

/** The account wrote while nobody knew whose it is. */
export const hasKnocked = (context: Pick<ReadContext, 'db'>, platform: PlatformName, userId: string): boolean =>
  context.db
    .select({ id: knock.id })
    .from(knock)
    .where(and(eq(knock.platform, platform), eq(knock.userId, userId)))
    .get() !== undefined;

function knockOf(context: Context, platform: PlatformName, user: VendorUser) {
  const mine = and(eq(knock.platform, platform), eq(knock.userId, user.userId));
  const found = context.db.select().from(knock).where(mine).get();
  if (found) return { row: found, first: false };
  const row = context.db
    .insert(knock)
    .values({ platform, userId: user.userId, unionId: user.unionId ?? null, firstAt: context.now })
    .returning()
    .get();
  record(context, 'knock.new', knockTopic(row.id), { platform });
  // A colleague who comes from the other platform may be known there by number; asked about at most once a day.
  findAccounts(context, `knock:${dateOf(context.now, context.timeZone)}`);
  return { row, first: true };
}

/** People of that name in the roster, and whether each already has an account on the platform. */
export function namesakes(
  context: Pick<ReadContext, 'db'>,
  name: string,
  platform: PlatformName,
  schools: readonly number[] = [],
) {
  const rows = context.db
    .selectDistinct({ person: person.id, mobile: person.mobile, account: identity.userId })
    .from(person)
    .innerJoin(role, eq(role.personId, person.id))
    .leftJoin(
      identity,
      and(eq(identity.personId, person.id), eq(identity.platform, platform), eq(identity.state, 'active')),
    )
    .where(
      and(
        or(eq(person.name, name), eq(person.name, name.replaceAll(' ', ''))),
        eq(person.state, 'active'),
        schools.length > 0 ? inList(role.schoolId, schools) : undefined,
      ),
    )
    .orderBy(asc(person.id))
    .all();
  return { free: rows.filter((row) => row.account === null), taken: rows.some((row) => row.account !== null) };
}

/**
 * Shows a knock to the safety office: of the schools that have somebody of that name, else of all. One card per
 * knocker and reader, brought up to date afterwards. Returns who already has it on their phone.
 */
export function tellSafetyOffice(context: Context, id: number): readonly PersonId[] {
  const row = knockById(context, id);
  if (!row) return [];
  const found = row.claimedName ? namesakes(context, row.claimedName, row.platform).free.map((one) => one.person) : [];
  const schools =
    found.length === 0
      ? []
      : context.db
          .selectDistinct({ id: role.schoolId })
          .from(role)
          .where(inList(role.personId, found))
          .all()
          .map((one) => one.id);
  const topic = knockTopic(id);
  const holding = context.db
    .select({ person: sentCard.personId })
    .from(sentCard)
    .where(and(eq(sentCard.topic, topic), eq(sentCard.state, 'live')))
    .all();
  for (const office of safetyOffices(context, schools)) {
    sendCard(context, 'admin.knock', { knock: id }, { person: office }, { dedupeKey: `${topic}:${office}` });
  }
  refresh(context, topic);
  return holding.flatMap((one) => (one.person === null ? [] : [one.person]));
}

const lastGreeting = (context: Context, key: string) =>
  context.db
    .select({ id: outbox.id })
    .from(outbox)
    .where(
      and(
        // The keys end in 15 digits of ms, so their order as text is their order in time.
        gt(outbox.dedupeKey, `${key}${stamp(context.now - GREETING_PAUSE_MS)}`),
        lt(outbox.dedupeKey, `${key}~`),
      ),
    )
    .limit(1)
    .get();

const stamp = (instant: number): string => String(Math.max(instant, 0)).padStart(15, '0');

/** Tells somebody unknown how to join, at most once in ten minutes, and lets the safety office see who knocked. */
export function greetStranger(
  context: Context,
  input: { readonly platform: PlatformName; readonly user: VendorUser },
): { readonly greeted: boolean } {
  const { row, first } = knockOf(context, input.platform, input.user);
  if (first) tellSafetyOffice(context, row.id);
  const key = `unknown:${input.platform}:${input.user.userId}:`;
  if (lastGreeting(context, key)) return { greeted: false };
  const to: To = { stranger: { platform: input.platform, userId: input.user.userId } };
  sendCard(context, 'unknown', {}, to, { lane: 'press', dedupeKey: `${key}${stamp(context.now)}` });
  return { greeted: true };
}

export type Claimed = {
  readonly is: 'asked' | 'same-name' | 'refused-before' | 'no-name' | 'known';
};

/**
 * Takes 我是 姓名 from a stranger and asks the safety office; nobody is let in without its word. The sender is
 * answered here; the answer does not tell whether the name is in the roster.
 */
export function claim(
  context: Context,
  input: { readonly platform: PlatformName; readonly user: VendorUser; readonly name: string },
): Claimed {
  const { platform, user } = input;
  const known = whoIs(context, platform, user.userId);
  if (known) {
    sendText(context, '已经认识您了，直接说事就行。', { person: known.person });
    return { is: 'known' };
  }
  const to: To = { stranger: { platform, userId: user.userId } };
  const name = personName(input.name);
  if (!name) {
    sendText(context, '没看清姓名，请发“我是 姓名”，例如“我是 张三”。', to);
    return { is: 'no-name' };
  }
  const { row } = knockOf(context, platform, user);
  if (row.state === 'refused') {
    sendText(context, '安全办没有对上您的姓名，请当面找安全办登记。', to);
    return { is: 'refused-before' };
  }
  const several = namesakes(context, name, platform).free.length > 1;
  if (row.state !== 'claimed' || row.claimedName !== name) {
    context.db
      .update(knock)
      .set({ state: 'claimed', claimedName: name, personId: null })
      .where(eq(knock.id, row.id))
      .run();
    record(context, 'knock.claimed', knockTopic(row.id), { platform });
    // An update in place makes no sound: whoever has the card already is told in one line.
    for (const office of tellSafetyOffice(context, row.id)) {
      sendText(context, `${shorten(name, 20)} 想加入，请在上面那张卡里确认。`, { person: office }, { lane: 'normal' });
    }
  }
  sendText(context, several ? '有同名，已请安全办确认。' : '收到，已请安全办确认，确认后告诉您。', to);
  return { is: several ? 'same-name' : 'asked' };
}
