import type { PersonId } from '../../cards/model.ts';
import { DAY, dateOf, MINUTE } from '../kernel/time.ts';
import type { Call } from './profiles.ts';

/** What came in. */
export type Arrival = 'press' | 'message';

export interface Month {
  readonly calls: Map<Call, number>;
  readonly arrivals: Map<Arrival, number>;
}

/** Something that reached somebody by itself. */
export interface Reached {
  readonly at: number;
  readonly date: string;
  readonly card: string;
  /** Whom, and whether their own chat showed it or a group they are in. */
  readonly people: readonly PersonId[];
  readonly isGroup: boolean;
  readonly subject: Readonly<Record<string, unknown>>;
  readonly dedupeKey: string;
}

/** Counts while a rehearsal runs. */
export interface Tally {
  call(call: Call, calls: number): void;
  arrival(kind: Arrival, person: PersonId): void;
  reached(one: Reached): void;
  refused(action: string, text: string): void;
  digest(text: string): void;
  /** A date has lessons. */
  schoolDay(date: string): void;
  /** How many messages left on a date, answers included. */
  sent(date: string, messages: number): void;
  /** Whether somebody acted just before, so that what reached them is an answer; for the last day. */
  hasJustActed(person: PersonId, at: number): boolean;
  readonly months: ReadonlyMap<string, Month>;
  readonly everything: readonly Reached[];
  readonly refusals: ReadonlyMap<string, number>;
  readonly digests: readonly string[];
  readonly schoolDays: ReadonlySet<string>;
  readonly sentByDate: ReadonlyMap<string, number>;
}

/** What reaches somebody this long after they acted is the answer to it. */
const ANSWER_WITHIN_MS = 2 * MINUTE;

/** `since`: what happens before belongs to setting up, ms. */
export function createTally(now: () => number, timeZone: string, since: number): Tally {
  const months = new Map<string, Month>();
  const everything: Reached[] = [];
  const refusals = new Map<string, number>();
  const digests: string[] = [];
  const schoolDays = new Set<string>();
  const sentByDate = new Map<string, number>();
  const acted = new Map<PersonId, number[]>();
  const month = (): Month => {
    const key = dateOf(now(), timeZone).slice(0, 7);
    const known = months.get(key);
    if (known) return known;
    const made: Month = { calls: new Map(), arrivals: new Map() };
    months.set(key, made);
    return made;
  };
  const add = <K>(counts: Map<K, number>, key: K, more: number): void => {
    counts.set(key, (counts.get(key) ?? 0) + more);
  };
  return {
    call(call, calls) {
      if (now() >= since) add(month().calls, call, calls);
    },
    arrival(kind, person) {
      if (now() >= since) add(month().arrivals, kind, 1);
      const times = (acted.get(person) ?? []).filter((at) => at > now() - 2 * DAY);
      acted.set(person, [...times, now()]);
    },
    reached(one) {
      if (one.at >= since) everything.push(one);
    },
    refused: (action, text) => add(refusals, `${action}：${text}`, 1),
    digest(text) {
      if (now() >= since) digests.push(text);
    },
    schoolDay: (date) => void schoolDays.add(date),
    sent: (date, messages) => void sentByDate.set(date, messages),
    hasJustActed: (person, at) => (acted.get(person) ?? []).some((time) => time <= at && at - time <= ANSWER_WITHIN_MS),
    months,
    everything,
    refusals,
    digests,
    schoolDays,
    sentByDate,
  };
}

/** All calls or arrivals of a month. */
export const sumOf = (counts: ReadonlyMap<unknown, number>): number =>
  [...counts.values()].reduce((sum, count) => sum + count, 0);
