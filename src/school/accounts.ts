import { and, eq, isNull, sql } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { Context, ReadContext } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { refresh, sendCard } from '../kernel/send.ts';
import { setTimer } from '../kernel/timers.ts';
import type { PlatformName, VendorUser } from '../platforms/platform.ts';
import { identity, knock, outbox, person, role, sentCard } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import { PAIRING_TIMER } from './pairing_code.ts';
import { schoolsOf } from './people.ts';
import { personName } from './person_name.ts';
import { hasReachableSafetyOffice, UNNAMED_PERSON } from './queries.ts';
import { staffChanged } from './staff_known.ts';

export type Linked =
  | { readonly is: 'linked' | 'already' }
  /** The account was the nameless first administrator's; that person and the roster's are one now. */
  | { readonly is: 'merged'; readonly from: PersonId }
  | { readonly is: 'taken'; readonly by: PersonId };

const heldAccount = prepared((db) =>
  db
    .select({
      personId: identity.personId,
      state: identity.state,
      name: person.name,
      mobile: person.mobile,
      personState: person.state,
    })
    .from(identity)
    .innerJoin(person, eq(person.id, identity.personId))
    .where(and(eq(identity.platform, sql.placeholder('platform')), eq(identity.userId, sql.placeholder('userId'))))
    .prepare(),
);

const identityOf = (context: Pick<ReadContext, 'db'>, platform: PlatformName, userId: string) =>
  heldAccount(context.db).get({ platform, userId });

const insertIdentity = prepared((db) =>
  db
    .insert(identity)
    .values({
      platform: sql.placeholder('platform'),
      userId: sql.placeholder('userId'),
      unionId: sql.placeholder('unionId'),
      personId: sql.placeholder('personId'),
    })
    .prepare(),
);

const knockOfAccount = prepared((db) =>
  db
    .select({ id: knock.id })
    .from(knock)
    .where(and(eq(knock.platform, sql.placeholder('platform')), eq(knock.userId, sql.placeholder('userId'))))
    .prepare(),
);

type Held = NonNullable<ReturnType<typeof identityOf>>;

function outcomeFor(held: Held | undefined, personId: PersonId): Linked['is'] {
  if (!held) return 'linked';
  if (held.personId === personId) return held.state === 'active' ? 'already' : 'linked';
  if (held.state === 'left' || held.personState === 'left') return 'linked';
  return held.name === UNNAMED_PERSON && held.mobile === null ? 'merged' : 'taken';
}

/** What linking an account would come to, without changing anything. */
export const linkWouldBe = (
  context: Pick<ReadContext, 'db'>,
  input: { readonly person: PersonId; readonly platform: PlatformName; readonly userId: string },
): Linked['is'] => outcomeFor(identityOf(context, input.platform, input.userId), input.person);

/**
 * Makes an account a person's: found by phone, named in the roster, or confirmed by the safety office. An account that
 * is somebody else's is never moved (`taken`), except from the first administrator whose name nobody knew yet: then
 * the two become one, with the roles of both.
 */
export function linkAccount(
  context: Context,
  input: { readonly person: PersonId; readonly platform: PlatformName; readonly user: VendorUser },
): Linked {
  const { platform, user } = input;
  const held = identityOf(context, platform, user.userId);
  const outcome = outcomeFor(held, input.person);
  if (outcome === 'already') return { is: 'already' };
  if (outcome === 'taken' && held) return { is: 'taken', by: held.personId };
  if (!held) {
    insertIdentity(context.db).run({
      platform,
      userId: user.userId,
      unionId: user.unionId ?? null,
      personId: input.person,
    });
  } else {
    const row = {
      personId: input.person,
      state: 'active' as const,
      ...(user.unionId ? { unionId: user.unionId } : {}),
    };
    context.db
      .update(identity)
      // An account that changes hands or comes back is greeted again; the merged administrator was greeted already.
      .set(outcome === 'merged' ? row : { ...row, greetedAt: null })
      .where(and(eq(identity.platform, platform), eq(identity.userId, user.userId)))
      .run();
  }
  for (const schoolId of schoolsOf(context, input.person)) staffChanged(context, schoolId);
  const knocked = knockOfAccount(context.db).get({ platform, userId: user.userId });
  if (knocked) {
    context.db.update(knock).set({ state: 'accepted', personId: input.person }).where(eq(knock.id, knocked.id)).run();
    refresh(context, `knock:${knocked.id}`);
  }
  record(context, 'account.linked', `person:${input.person}`, { platform, outcome });
  if (outcome !== 'merged' || !held) return { is: 'linked' };
  merge(context, held.personId, input.person);
  return { is: 'merged', from: held.personId };
}

/** The nameless administrator becomes the person of the roster: roles, accounts and the cards on their phone go along. */
function merge(context: Context, from: PersonId, into: PersonId): void {
  const roles = context.db.select().from(role).where(eq(role.personId, from)).all();
  for (const held of roles) {
    context.db
      .insert(role)
      .values({ personId: into, schoolId: held.schoolId, role: held.role, scope: held.scope, scopeId: held.scopeId })
      .onConflictDoNothing()
      .run();
  }
  context.db.delete(role).where(eq(role.personId, from)).run();
  context.db.update(identity).set({ personId: into }).where(eq(identity.personId, from)).run();
  context.db.update(sentCard).set({ personId: into }).where(eq(sentCard.personId, from)).run();
  context.db
    .update(outbox)
    .set({ personId: into })
    .where(and(eq(outbox.personId, from), eq(outbox.state, 'pending')))
    .run();
  const known = context.db.select({ name: person.name }).from(person).where(eq(person.id, into)).get();
  // What was done under the nameless person reads with the real name from now on.
  context.db
    .update(person)
    .set({ state: 'left', ...(known ? { name: known.name } : {}) })
    .where(eq(person.id, from))
    .run();
  record(context, 'person.merged', `person:${into}`, { from, roles: roles.length });
}

export interface Left {
  readonly person: PersonId;
  /** No account is left: the person is gone from the school, and what was theirs needs somebody else. */
  readonly gone: boolean;
}

/**
 * The vendor says an account ended. The person is gone when it was their last account; other features then hand their
 * open work to the safety office. Undefined when the account was nobody's or had ended before.
 */
export function personLeft(
  context: Context,
  input: { readonly platform: PlatformName; readonly user: VendorUser },
): Left | undefined {
  const { platform, user } = input;
  const ended = context.db
    .update(identity)
    .set({ state: 'left' })
    .where(and(eq(identity.platform, platform), eq(identity.userId, user.userId), eq(identity.state, 'active')))
    .returning({ person: identity.personId })
    .get();
  if (!ended) return undefined;
  const other = context.db
    .select({ platform: identity.platform })
    .from(identity)
    .where(and(eq(identity.personId, ended.person), eq(identity.state, 'active')))
    .limit(1)
    .get();
  const gone = other === undefined;
  if (gone) context.db.update(person).set({ state: 'left' }).where(eq(person.id, ended.person)).run();
  record(context, gone ? 'person.left' : 'account.ended', `person:${ended.person}`, { platform });
  // Without a safety office nobody could let anybody in: the host makes a new pairing code at its next tick.
  if (!hasReachableSafetyOffice(context)) setTimer(context, PAIRING_TIMER, '', context.now);
  return { person: ended.person, gone };
}

/** A mobile number as it is kept: eleven digits; undefined for anything else (vendors write +86138…). */
export function mobileOf(text: string | undefined): string | undefined {
  const digits = (text ?? '')
    .normalize('NFKC')
    .replace(/[\s()-]/g, '')
    .replace(/^(\+|00)?86(?=1\d{10}$)/, '');
  return /^1[3-9]\d{9}$/.test(digits) ? digits : undefined;
}

/**
 * Somebody joined or changed in the vendor's contacts. A known account takes the new number (unless another person
 * has it) and a name where none was known; a stranger whose number is on exactly one person of the roster without an
 * account is linked, since the number comes from the vendor and not from the stranger. Returns the person, if any.
 */
export function personChanged(
  context: Context,
  input: { readonly platform: PlatformName; readonly user: VendorUser; readonly mobile?: string },
): PersonId | undefined {
  const { platform, user } = input;
  const mobile = mobileOf(input.mobile);
  const owners = mobile
    ? context.db
        .select({ id: person.id })
        .from(person)
        .where(and(eq(person.mobile, mobile), eq(person.state, 'active')))
        .all()
    : [];
  const held = identityOf(context, platform, user.userId);
  if (held && held.state === 'active' && held.personState === 'active') {
    const name = held.name === UNNAMED_PERSON ? personName(user.name ?? '') : undefined;
    const number = mobile && mobile !== held.mobile && owners.length === 0 ? mobile : undefined;
    if (user.unionId) {
      const mine = and(eq(identity.platform, platform), eq(identity.userId, user.userId));
      context.db.update(identity).set({ unionId: user.unionId }).where(mine).run();
    }
    if (name || number) {
      const change = { ...(name ? { name } : {}), ...(number ? { mobile: number } : {}) };
      context.db.update(person).set(change).where(eq(person.id, held.personId)).run();
      record(context, 'person.changed', `person:${held.personId}`, { platform, fields: Object.keys(change) });
    }
    return held.personId;
  }
  const [owner, another] = owners;
  if (held || !owner || another) return undefined;
  const has = and(eq(identity.personId, owner.id), eq(identity.platform, platform), eq(identity.state, 'active'));
  if (context.db.select({ userId: identity.userId }).from(identity).where(has).get()) return undefined;
  linkAccount(context, { person: owner.id, platform, user });
  return owner.id;
}

/** Greets a person the first time they open the chat on a platform, and never again. True when it did. */
export function greet(
  context: Context,
  input: { readonly person: PersonId; readonly platform: PlatformName },
): boolean {
  const greeted = context.db
    .update(identity)
    .set({ greetedAt: context.now })
    .where(
      and(
        eq(identity.personId, input.person),
        eq(identity.platform, input.platform),
        eq(identity.state, 'active'),
        isNull(identity.greetedAt),
      ),
    )
    .returning({ person: identity.personId })
    .all();
  if (greeted.length === 0) return false;
  const sending = { lane: 'press', on: input.platform } as const;
  sendCard(context, 'welcome', { person: input.person }, { person: input.person }, sending);
  return true;
}

/** Remembers in which one-to-one chat a person is reached: cards pressed elsewhere were forwarded. */
export function learnDirectChat(
  context: Context,
  input: { readonly platform: PlatformName; readonly userId: string; readonly chatId: string },
): void {
  context.db
    .update(identity)
    .set({ directChatId: input.chatId })
    .where(and(eq(identity.platform, input.platform), eq(identity.userId, input.userId)))
    .run();
}
