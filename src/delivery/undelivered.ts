import { eq, sql } from 'drizzle-orm';
import type { Context } from '../kernel/context.ts';
import type { Registry } from '../kernel/registry.ts';
import { sendCard } from '../kernel/send.ts';
import { HOUR, MINUTE } from '../kernel/time.ts';
import { peopleWithRole, schoolsOf } from '../school/people.ts';
import { chatGroup, outbox, school } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import type { OutboxRow } from './claim.ts';

/** The card of domain/voice.md 〔admin.undelivered〕. */
const UNDELIVERED_CARD = 'admin.undelivered';
/** Failures of one cause come together: wait for the rest before counting them on a card. */
const GATHER_MS = MINUTE;

/**
 * Tells the safety offices concerned that something did not reach its addressee (design.md §1 promise 6): at most one
 * card an hour for each of them. What fails after this hour's card has left is on the next hour's. Called once for all
 * rows that failed together.
 */
export function tellUndelivered(context: Context, registry: Registry, failed: readonly OutboxRow[]): void {
  if (!registry.presentations.has(UNDELIVERED_CARD)) return;
  const concerned = new Set<number>();
  for (const row of failed) {
    // A failing notice about failures would feed itself.
    if (row.card !== UNDELIVERED_CARD) for (const id of schoolsConcerned(context, row)) concerned.add(id);
  }
  for (const id of concerned) {
    for (const { person } of peopleWithRole(context, id, 'safety_office')) tell(context, id, person);
  }
}

const stateByKey = prepared((db) =>
  db
    .select({ state: outbox.state })
    .from(outbox)
    .where(eq(outbox.dedupeKey, sql.placeholder('key')))
    .prepare(),
);

function tell(context: Context, schoolId: number, person: number): void {
  const hour = Math.floor(context.now / HOUR);
  const keyOf = (at: number): string => `undelivered:${schoolId}:${person}:${at}`;
  const known = stateByKey(context.db).get({ key: keyOf(hour) });
  const hasLeft = known !== undefined && known.state !== 'pending';
  const sending = hasLeft
    ? { dedupeKey: keyOf(hour + 1), notBefore: (hour + 1) * HOUR }
    : { dedupeKey: keyOf(hour), notBefore: context.now + GATHER_MS };
  sendCard(context, UNDELIVERED_CARD, { school: schoolId }, { person }, sending);
}

function schoolsConcerned(context: Context, row: OutboxRow): readonly number[] {
  const schools = row.personId !== null ? schoolsOf(context, row.personId) : schoolOfGroup(context, row.groupId);
  if (schools.length > 0) return schools;
  // Somebody without a role, a stranger, a group of no school: every office may help.
  return context.db
    .select({ id: school.id })
    .from(school)
    .all()
    .map(({ id }) => id);
}

function schoolOfGroup(context: Context, groupId: number | null): readonly number[] {
  if (groupId === null) return [];
  const group = context.db
    .select({ school: chatGroup.schoolId })
    .from(chatGroup)
    .where(eq(chatGroup.id, groupId))
    .get();
  return group?.school == null ? [] : [group.school];
}
