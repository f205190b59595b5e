import { asc, eq, inArray, sql } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { Context } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { sendCard, sendText, type To } from '../kernel/send.ts';
import { cancelTimer, setTimer, type TimerHandler } from '../kernel/timers.ts';
import type { PlatformName, VendorUser } from '../platforms/platform.ts';
import { counter, knock, pairing, person, role, school } from '../store/schema/index.ts';
import { linkAccount } from './accounts.ts';
import { tellSafetyOffice } from './knock.ts';
import {
  CODE_LIVES_MS,
  CODES_PER_LIFE,
  digestOf,
  fits,
  newCode,
  PAIRING_TIMER,
  TRIES_PER_CODE,
} from './pairing_code.ts';
import { whoIs } from './people.ts';
import { personName } from './person_name.ts';
import { allSchools, hasReachableSafetyOffice, UNNAMED_PERSON, UNNAMED_SCHOOL } from './queries.ts';

const ROW = 1;
const ROTATIONS = 'pairing.rotations';
/** Knocks the first administrator is shown at once. */
const SHOWN_KNOCKS = 20;

/** `code` in clear is for the host's log and for nothing else; absent when somebody is paired already. */
export interface OpenedPairing {
  readonly code?: string;
  /** ms; 0 when there is no code. */
  readonly expiresAt: number;
}

const rowOf = (context: Context) => context.db.select().from(pairing).where(eq(pairing.id, ROW)).get();

function rotations(context: Context): number {
  return context.db.select({ value: counter.value }).from(counter).where(eq(counter.key, ROTATIONS)).get()?.value ?? 0;
}

function setRotations(context: Context, value: number): void {
  context.db
    .insert(counter)
    .values({ key: ROTATIONS, value })
    .onConflictDoUpdate({ target: counter.key, set: { value: sql`excluded.value` } })
    .run();
}

function makeCode(context: Context): OpenedPairing & { readonly code: string } {
  const code = newCode(context);
  const salt = context.random(16);
  const expiresAt = context.now + CODE_LIVES_MS;
  const row = { codeDigest: digestOf(salt, code), salt, expiresAt, wrongTries: 0, pairedAt: null };
  context.db
    .insert(pairing)
    .values({ id: ROW, ...row })
    .onConflictDoUpdate({ target: pairing.id, set: row })
    .run();
  setTimer(context, PAIRING_TIMER, '', expiresAt);
  return { code, expiresAt };
}

function shut(context: Context): void {
  context.db.update(pairing).set({ codeDigest: '' }).where(eq(pairing.id, ROW)).run();
}

/**
 * At start: a new six-digit code, good for 30 minutes, as long as no safety office has an account; an older code ends.
 * Only its salted digest is stored, so the host has to log the clear code it gets here.
 */
export function openPairing(context: Context): OpenedPairing {
  if (hasReachableSafetyOffice(context)) return { expiresAt: 0 };
  setRotations(context, 0);
  const opened = makeCode(context);
  record(context, 'school.pairing-opened', 'pairing', { expiresAt: opened.expiresAt });
  return opened;
}

/**
 * After a tick: a new code when one is needed and the last has run out (or was shut, and its time is over); otherwise
 * nothing. Cheap enough for every tick; whatever `code` comes back belongs in the log.
 */
export function renewPairing(context: Context): OpenedPairing {
  const row = rowOf(context);
  if (row && row.pairedAt === null && row.expiresAt > context.now) return { expiresAt: row.expiresAt };
  return openPairing(context);
}

/** Ends a code whose time is over, also while no host asks for a new one. */
export const pairingTimer: TimerHandler = {
  kind: PAIRING_TIMER,
  run: (context) => {
    const row = rowOf(context);
    if (!row || row.codeDigest === '' || row.expiresAt > context.now) return;
    shut(context);
    record(context, 'school.pairing-expired', 'pairing');
  },
};

export type Paired =
  | { readonly is: 'paired'; readonly person: PersonId; readonly school: number }
  | { readonly is: 'wrong'; readonly left: number }
  /** The fifth wrong try; `opened` goes to the host's log. Absent: pairing is shut until the old code's time is over. */
  | { readonly is: 'rotated'; readonly opened?: OpenedPairing }
  | { readonly is: 'expired' };

/**
 * Takes 绑定 and a code. Right: the person becomes the safety office, with account, school and 〔paired〕 card. Wrong,
 * used up or run out: a sentence that says what to do (domain/voice.md §3 no. 33, 34). It answers the sender itself,
 * and returns instead of throwing, so that a wrong try counts. Every try is in the audit, the code never is.
 * The caller makes sure that the chat is one-to-one.
 */
export function pair(
  context: Context,
  input: { readonly platform: PlatformName; readonly user: VendorUser; readonly name?: string; readonly code: string },
): Paired {
  const { platform, user } = input;
  const known = whoIs(context, platform, user.userId);
  const to: To = known ? { person: known.person } : { stranger: { platform, userId: user.userId } };
  const row = rowOf(context);
  if (!row || row.pairedAt !== null || row.codeDigest === '' || row.expiresAt <= context.now) {
    record(context, 'school.pair-expired', 'pairing', { platform });
    sendText(context, '配对码已失效。新码在启动日志里，30 分钟内有效，请找信息老师。', to);
    return { is: 'expired' };
  }
  if (!fits(row, digitsOf(input.code))) return wrongTry(context, to, platform, row.wrongTries + 1);
  const schoolId = schoolForPairing(context);
  const id = known?.person ?? newPerson(context, input);
  if (!known) linkAccount(context, { person: id, platform, user });
  context.db.insert(role).values({ personId: id, schoolId, role: 'safety_office' }).onConflictDoNothing().run();
  context.db.update(pairing).set({ pairedAt: context.now, codeDigest: '' }).where(eq(pairing.id, ROW)).run();
  cancelTimer(context, PAIRING_TIMER, '');
  record(context, 'school.paired', `person:${id}`, { platform, school: schoolId });
  sendCard(context, 'paired', { school: schoolId }, { person: id }, { lane: 'press' });
  showOpenKnocks(context);
  return { is: 'paired', person: id, school: schoolId };
}

/**
 * Somebody wrote 绑定 and a code where others read along. It opens nothing; a right code is worth nothing any more and
 * `opened` is the new one for the host's log. Answers the sender in the one-to-one chat.
 */
export function exposePairing(
  context: Context,
  input: { readonly platform: PlatformName; readonly user: VendorUser; readonly code: string },
): { readonly opened?: OpenedPairing } {
  const { platform, user } = input;
  const known = whoIs(context, platform, user.userId);
  const to: To = known ? { person: known.person } : { stranger: { platform, userId: user.userId } };
  const row = rowOf(context);
  const isRight = row !== undefined && row.expiresAt > context.now && fits(row, digitsOf(input.code));
  if (!isRight) {
    sendText(context, '配对码请在这里发，群里不收。', to);
    return {};
  }
  const opened = makeCode(context);
  record(context, 'school.pairing-exposed', 'pairing', { platform });
  sendText(context, '配对码请在这里发。群里那个已作废，新码在启动日志里，请找信息老师。', to);
  return { opened };
}

const digitsOf = (code: string): string => code.normalize('NFKC').replace(/\s/g, '');

function wrongTry(context: Context, to: To, platform: PlatformName, tries: number): Paired {
  record(context, 'school.pair-wrong', 'pairing', { platform, tries });
  if (tries < TRIES_PER_CODE) {
    context.db.update(pairing).set({ wrongTries: tries }).where(eq(pairing.id, ROW)).run();
    const left = TRIES_PER_CODE - tries;
    sendText(context, `配对码不对，还可试 ${left} 次。`, to);
    return { is: 'wrong', left };
  }
  const used = rotations(context) + 1;
  setRotations(context, used);
  if (used >= CODES_PER_LIFE) {
    shut(context);
    record(context, 'school.pairing-shut', 'pairing', { used });
    sendText(context, '配对码已失效。试错太多，半小时后再试，或请信息老师重启后看新码。', to);
    return { is: 'rotated' };
  }
  const opened = makeCode(context);
  record(context, 'school.pairing-rotated', 'pairing', { used });
  sendText(context, '配对码不对，已换新码。新码在启动日志里，30 分钟内有效，请找信息老师。', to);
  return { is: 'rotated', opened };
}

function schoolForPairing(context: Context): number {
  const [first] = allSchools(context);
  return first?.id ?? context.db.insert(school).values(UNNAMED_SCHOOL).returning({ id: school.id }).get().id;
}

function newPerson(context: Context, input: { readonly user: VendorUser; readonly name?: string }): PersonId {
  const name = personName(input.name ?? input.user.name ?? '') ?? UNNAMED_PERSON;
  return context.db.insert(person).values({ name, createdAt: context.now }).returning({ id: person.id }).get().id;
}

/** Who knocked before there was anybody to open the door. */
function showOpenKnocks(context: Context): void {
  const open = context.db
    .select({ id: knock.id })
    .from(knock)
    .where(inArray(knock.state, ['new', 'claimed']))
    .orderBy(asc(knock.id))
    .limit(SHOWN_KNOCKS)
    .all();
  for (const row of open) tellSafetyOffice(context, row.id);
}
