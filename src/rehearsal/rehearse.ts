import { createHash } from 'node:crypto';
import type { Card } from '../../cards/model.ts';
import { plainCard } from '../../cards/model.ts';
import { createEngine } from '../host/engine.ts';
import { paperBytes } from '../host/write_paper.ts';
import { instantOf, plusDays } from '../kernel/time.ts';
import type { Log } from '../organisation/organisation.ts';
import type { PlatformName, Recipient } from '../platforms/platform.ts';
import { isCalendarKnown, type SchoolCalendar, schoolCalendar } from '../school/calendar.ts';
import type { Files } from '../store/files.ts';
import { openMemoryStore } from '../store/node.ts';
import { createAgenda } from './agenda.ts';
import { createCountingPlatform } from './counting_platform.ts';
import { daysOf } from './day.ts';
import { type DutyFigures, dutyFiguresOf } from './duty_figures.ts';
import { RehearsalFailed } from './failed.ts';
import { letTimePass } from './let_time_pass.ts';
import { createPhones } from './phones.ts';
import { createPlay, type Deed, type Players } from './play.ts';
import { profiles } from './profiles.ts';
import { copySchool, type RosterFile, type Span } from './school_copy.ts';
import { type Colleague, staffOf } from './staff.ts';
import type { StaffModel } from './staff_model.ts';
import { createTally, type Tally } from './tally.ts';
import { createVirtualClock } from './virtual_clock.ts';

export interface RehearsalOptions {
  readonly rosters: readonly RosterFile[];
  readonly platform: PlatformName;
  /** Days that are replayed, both included. */
  readonly span: Span;
  readonly timeZone: string;
  readonly seed: number;
  readonly model: StaffModel;
  readonly log: Log;
  readonly cardReply?: 'patch' | 'inline';
}

/** What a rehearsal came to, before it is put into words. */
export interface Rehearsed {
  readonly platform: PlatformName;
  readonly span: Span;
  readonly staff: readonly Colleague[];
  readonly classes: number;
  readonly tally: Tally;
  readonly duties: readonly DutyFigures[];
  readonly calendar: SchoolCalendar;
  /** The State Council's holidays of these days are published. */
  readonly calendarKnown: boolean;
  readonly problems: readonly string[];
  readonly madeUpShifts: boolean;
}

/** The school is there the evening before, so that every duty is planned when the first day begins. */
const OPENS_AT = '23:00';

/**
 * Replays days of a school on the real organisation, outbox and cards, with a database in memory, a platform that only
 * counts, a clock that jumps, and simulated staff. Touches no network, no file and no clock. Throws RosterUnreadable,
 * Refused and RehearsalFailed where the roster cannot be taken.
 */
export async function rehearse(options: RehearsalOptions): Promise<Rehearsed> {
  const { platform, span, timeZone, seed, model } = options;
  const clock = createVirtualClock(instantOf(plusDays(span.from, -1), OPENS_AT, timeZone));
  const store = openMemoryStore(clock.now());
  const tally = createTally(clock.now, timeZone, instantOf(span.from, '00:00', timeZone));
  const phones = createPhones();
  const agenda = createAgenda<Deed>();
  let received = (_to: Recipient, _messageId: string, _card: Card): void => {};
  const engine = createEngine({
    store,
    files: memoryFiles(),
    clock,
    timeZone,
    cardReply: options.cardReply ?? 'patch',
    // Nothing private is rehearsed; what would be sealed stays as it is in a database nobody keeps.
    sealer: { seal: (words) => words, open: (sealed) => sealed },
    log: options.log,
    schedule: setImmediate,
    turn: () => new Promise((resolve) => setImmediate(resolve)),
    // What a day comes to must not depend on how busy this machine is: no slice ends early, no thread answers late.
    stopwatch: () => 0,
    writePaper: paperBytes,
    random: repeatable(seed),
    showPairingCode: () => {},
    platforms: (calls) => [
      createCountingPlatform(
        profiles[platform],
        (call, cost) => {
          tally.call(call, cost);
          for (let each = 0; each < cost; each += 1) calls.count(platform, clock.now());
        },
        {
          card: (to, messageId, card) => received(to, messageId, card),
          updated: (messageId, card) => phones.update(messageId, card),
          text: () => {},
        },
      ).platform,
    ],
  });
  try {
    const change = <T>(work: Parameters<typeof engine.organisation.change<T>>[1]): T =>
      engine.organisation.change(clock.now(), work);
    const copy = await copySchool(change, { rosters: options.rosters, platform, span });
    const staff = staffOf(store, platform, model, seed);
    if (staff.length === 0)
      throw new RehearsalFailed(
        'rehearsal.nobody: no person could be read from the roster',
        `名册里没有读出人，没有排演。${copy.problems[0] ?? '请看第一行是不是“姓名、手机号、角色、班级”。'}`,
      );
    const calendar = schoolCalendar(store, copy.schoolId);
    const { isSchoolDay } = calendar;
    const players: Players = { platform, timeZone, seed, model, clock, agenda, tally, staff, isSchoolDay };
    const play = createPlay(players);
    received = (to, messageId, card) => {
      if (card.key === 'digest.weekly' && to.kind === 'group') tally.digest(plainCard(card));
      play.received(to, phones.put(to, messageId, card));
    };
    const days = daysOf({ store, players, play, calendar, span });
    await letTimePass(players, engine, instantOf(plusDays(span.to, 1), '00:00', timeZone), days);
    return {
      platform,
      span,
      staff,
      classes: staff.reduce((sum, one) => sum + one.heads.length, 0),
      tally,
      duties: dutyFiguresOf(store, tally, copy.schoolId),
      calendar,
      calendarKnown: isCalendarKnown(span.from) && isCalendarKnown(span.to),
      problems: copy.problems,
      madeUpShifts: copy.madeUpShifts,
    };
  } finally {
    await engine.stop();
    store.close();
  }
}

function memoryFiles(): Files {
  const kept = new Map<string, Uint8Array>();
  return {
    async put(hash, bytes) {
      kept.set(hash, bytes);
    },
    get: async (hash) => kept.get(hash),
  };
}

/** The same numbers for the same seed. */
function repeatable(seed: number): (bytes: number) => string {
  let drawn = 0;
  return (bytes) => {
    drawn += 1;
    const hex = createHash('sha512').update(`${seed} ${drawn}`).digest('hex');
    return hex.slice(0, bytes * 2);
  };
}
