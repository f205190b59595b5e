import { and, asc, desc, eq, gte, inArray, like, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { PersonId } from '../../cards/model.ts';
import type { ReadContext } from '../kernel/context.ts';
import type { PlatformName } from '../platforms/platform.ts';
import { audit, incident, outbox } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import { JOINS } from './rules.ts';

export type Incident = typeof incident.$inferSelect;

type Reading = Pick<ReadContext, 'db'>;

export const topicOf = (id: number): string => `incident:${id}`;

const byId = prepared((db) =>
  db
    .select()
    .from(incident)
    .where(eq(incident.id, sql.placeholder('id')))
    .prepare(),
);

export const incidentById = (context: Reading, id: number): Incident | undefined => byId(context.db).get({ id });

const open = ['asked', 'alerted', 'handled'] as const;

/** What the same person raised within the last ten minutes and is still open, the newest first. */
export const openIncidentsOf = (context: ReadContext, person: PersonId): readonly Incident[] =>
  context.db
    .select()
    .from(incident)
    .where(
      and(eq(incident.reporterId, person), inArray(incident.state, [...open]), gte(incident.at, context.now - JOINS)),
    )
    .orderBy(desc(incident.id))
    .all();

/**
 * The emergency whose 「在哪里？」 is still open: what this person types next, when it says nothing else, is the place.
 */
export function incidentAwaitingPlace(context: ReadContext, person: PersonId): Incident | undefined {
  const [found] = openIncidentsOf(context, person);
  return found && found.state !== 'asked' && found.place === null ? found : undefined;
}

/** How the answer to a stranger is named in the outbox: it is the only trace of who they are. */
export const strangerKey = (id: number, random: string): string => `incident.stranger:${id}:${random}`;

/** The same for an account nobody knows: found by the answer that was sent there. */
export function openIncidentOfStranger(
  context: ReadContext,
  platform: PlatformName,
  userId: string,
): Incident | undefined {
  const answer = context.db
    .select({ key: outbox.dedupeKey })
    .from(outbox)
    .where(
      and(
        eq(outbox.vendorUser, userId),
        eq(outbox.platform, platform),
        gte(outbox.createdAt, context.now - JOINS),
        like(outbox.dedupeKey, 'incident.stranger:%'),
      ),
    )
    .orderBy(desc(outbox.id))
    .limit(1)
    .get();
  const found = answer ? incidentById(context, Number(answer.key.split(':')[1])) : undefined;
  return found && open.some((state) => state === found.state) && found.at >= context.now - JOINS ? found : undefined;
}

/** Who was alerted as what. */
export interface Alerted {
  readonly person: PersonId;
  readonly role: string;
}

/** One step of an emergency with its time: the log is the audit of its subject. */
export interface Step {
  readonly at: number;
  readonly action: string;
  readonly person?: PersonId | undefined;
  readonly alerted: readonly Alerted[];
}

const payload = z.object({
  person: z.number().optional(),
  alerted: z.array(z.object({ person: z.number(), role: z.string() })).optional(),
});

const steps = prepared((db) =>
  db
    .select({ at: audit.at, action: audit.action, payload: audit.payload })
    .from(audit)
    .where(eq(audit.subject, sql.placeholder('subject')))
    .orderBy(asc(audit.sequence))
    .prepare(),
);

/** Every step of an emergency in order. */
export function stepsOf(context: Reading, id: number): readonly Step[] {
  return steps(context.db)
    .all({ subject: topicOf(id) })
    .map((row) => {
      const known = payload.safeParse(row.payload === null ? {} : JSON.parse(row.payload));
      return {
        at: row.at,
        action: row.action,
        person: known.data?.person,
        alerted: known.data?.alerted ?? [],
      };
    });
}

/** Everybody who was alerted so far, each once, in order. */
export function alertedOf(all: readonly Step[]): readonly Alerted[] {
  const first = new Map<PersonId, Alerted>();
  for (const one of all.flatMap((step) => step.alerted)) if (!first.has(one.person)) first.set(one.person, one);
  return [...first.values()];
}

/** The sender has said that it is real: by pressing, or by telling where. */
export const isConfirmed = (all: readonly Step[]): boolean => all.some((step) => step.action === 'incident.confirmed');
