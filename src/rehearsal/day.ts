import { and, eq, gte, inArray, lt } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import { HOUR, instantOf, MINUTE, plusDays } from '../kernel/time.ts';
import type { SchoolCalendar } from '../school/calendar.ts';
import { chatGroup, outbox } from '../store/schema/index.ts';
import type { Store } from '../store/store.ts';
import { between, chance } from './chance.ts';
import type { Days } from './let_time_pass.ts';
import type { Play, Players } from './play.ts';
import { groupsOfSchool, type Span } from './school_copy.ts';
import { isAway } from './staff.ts';

interface Surroundings {
  readonly store: Store;
  readonly players: Players;
  readonly play: Play;
  readonly calendar: SchoolCalendar;
  readonly span: Span;
}

/** The model's figures are for a school of this size. */
const MODEL_CLASSES = 40;
const SCHOOL_DAYS_A_MONTH = 21;

/** In the morning people plan what they will say by themselves; in the evening it is counted what reached whom. */
export function daysOf(surroundings: Surroundings): Days {
  const { players, calendar, span } = surroundings;
  return {
    begin(date) {
      if (date < span.from || !calendar.isSchoolDay(date)) return;
      speak(surroundings, date);
      takeLeave(surroundings, date);
      players.tally.schoolDay(date);
    },
    end(date) {
      if (date >= span.from) count(surroundings, date);
    },
  };
}

/** What reached whom by itself; answers to what somebody has just done are no interruption. */
function count({ store, players }: Surroundings, date: string): void {
  const { tally, timeZone, staff } = players;
  const [from, to] = [instantOf(date, '00:00', timeZone), instantOf(plusDays(date, 1), '00:00', timeZone)];
  const members = membersOf(store, players);
  const rows = store.db
    .select()
    .from(outbox)
    .where(
      and(
        eq(outbox.state, 'sent'),
        gte(outbox.finishedAt, from),
        lt(outbox.finishedAt, to),
        inArray(outbox.kind, ['card', 'text', 'file']),
      ),
    )
    .all();
  const known = new Set(staff.map((one) => one.person));
  for (const row of rows) {
    const at = row.finishedAt ?? from;
    const isGroup = row.groupId !== null;
    const people = isGroup ? (members.get(row.groupId ?? 0) ?? []) : row.personId === null ? [] : [row.personId];
    const isAnswer = row.lane === 'press' && people.every((person) => tally.hasJustActed(person, at));
    if (isAnswer) continue;
    tally.reached({
      at,
      date,
      card: row.card ?? row.kind,
      people: people.filter((person) => known.has(person)),
      isGroup,
      // Written by kernel/send.ts only, from a Reference.
      subject: (row.subject ?? {}) as Readonly<Record<string, unknown>>,
      dedupeKey: row.dedupeKey,
    });
  }
  tally.sent(date, rows.length);
}

/** Who sees what is sent to a group. */
function membersOf(store: Store, { staff }: Players): ReadonlyMap<number, readonly PersonId[]> {
  return new Map(
    store.db
      .select({ id: chatGroup.id, chatId: chatGroup.chatId })
      .from(chatGroup)
      .all()
      .map(({ id, chatId }) => {
        const roles: readonly string[] = groupsOfSchool.find((one) => one.chatId === chatId)?.roles ?? [];
        const people = staff.filter((one) => one.roles.some((role) => roles.includes(role)));
        return [id, people.map((one) => one.person)];
      }),
  );
}

/** Hazards that somebody saw, and people who ask for their list. */
function speak({ players, play }: Surroundings, date: string): void {
  const { staff, seed, model, timeZone } = players;
  const classes = staff.reduce((sum, one) => sum + one.heads.length, 0);
  const perDay = (model.hazardsPerMonth * (classes / MODEL_CLASSES)) / SCHOOL_DAYS_A_MONTH;
  const today = Math.floor(perDay + chance(seed, 'hazards', date));
  for (let each = 0; each < today; each += 1) {
    const by = staff[between(0, staff.length - 1, chance(seed, 'reports', date, each))];
    const words = model.hazards[between(0, model.hazards.length - 1, chance(seed, 'sees', date, each))];
    if (!by || words === undefined || isAway(by, date, seed)) continue;
    const at = instantOf(date, '08:00', timeZone) + chance(seed, 'when', date, each) * 9 * HOUR;
    play.says(by, Math.floor(at), words, chance(seed, 'photo', date, each) < model.withPhoto);
  }
  for (const one of staff) {
    if (chance(seed, 'list', date, one.person) >= model.asksForList / SCHOOL_DAYS_A_MONTH) continue;
    const at = instantOf(date, '08:00', timeZone) + chance(seed, 'list at', date, one.person) * 8 * HOUR;
    play.says(one, Math.floor(at), '待办');
  }
}

/** Some of those who are away say so in the morning and name who stands in for them. */
function takeLeave({ players, play }: Surroundings, date: string): void {
  const { staff, seed, model, timeZone } = players;
  for (const one of staff) {
    if (one.heads.length === 0 || !isAway(one, date, seed)) continue;
    if (chance(seed, 'leave', date, one.person) >= model.asksForLeave) continue;
    const at =
      instantOf(date, '06:50', timeZone) + Math.floor(chance(seed, 'leave at', date, one.person) * 30) * MINUTE;
    play.says(one, at, '请假', false);
  }
}
