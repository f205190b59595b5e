import { and, eq, isNull } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import { putShift } from '../duties/shift_entries.ts';
import { GATE, LEADER, spanOf } from '../duties/shift_times.ts';
import { type Change, importRosterFile } from '../host/import_roster.ts';
import type { Context } from '../kernel/context.ts';
import { plusDays } from '../kernel/time.ts';
import type { PlatformName } from '../platforms/platform.ts';
import { linkAccount } from '../school/accounts.ts';
import { schoolCalendar } from '../school/calendar.ts';
import { choosePurpose, learnGroup } from '../school/groups.ts';
import { peopleWithRole } from '../school/people.ts';
import { allSchools, placesOf } from '../school/queries.ts';
import { identity, person } from '../store/schema/index.ts';

export interface RosterFile {
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

export interface Span {
  /** YYYY-MM-DD, both included. */
  readonly from: string;
  readonly to: string;
}

export interface SchoolCopy {
  readonly schoolId: number;
  /** Sentences about rows of the roster that could not be read as they stand. */
  readonly problems: readonly string[];
  /** The duty roster was not given, and everybody takes turns. */
  readonly madeUpShifts: boolean;
}

/** The two groups a school has with the bot in it, and who is in them. */
export const groupsOfSchool = [
  {
    chatId: 'group-leaders',
    name: '平安领导小组',
    purpose: 'leading_group',
    roles: ['principal', 'vice_principal', 'safety_office', 'duty_leader'],
  },
  { chatId: 'group-heads', name: '班主任群', purpose: 'class_teachers', roles: ['class_teacher', 'safety_office'] },
] as const;

/** Where duty is stood at the gate when the roster names no gates. */
const GATE_WITHOUT_NAME = '校门';

/**
 * Makes the school in an empty database: staff and duty rosters as the command line imports them, an account for
 * everybody, and the two groups. Throws RosterUnreadable and Refused.
 */
export async function copySchool(
  change: Change,
  input: { readonly rosters: readonly RosterFile[]; readonly platform: PlatformName; readonly span: Span },
): Promise<SchoolCopy> {
  const problems: string[] = [];
  let hasShifts = false;
  for (const roster of input.rosters) {
    const read = await importRosterFile(change, { ...roster, confirm: true });
    problems.push(...read.problems);
    if (read.is === 'shifts') hasShifts = true;
  }
  return change((context) => {
    const [school] = allSchools(context);
    if (!school) throw new Error('rehearsal.no_school: the roster made no school (who: developer)');
    // Also those without a phone number, who would join by writing their name.
    for (const one of peopleUnlinked(context, input.platform))
      linkAccount(context, { person: one.id, platform: input.platform, user: { userId: `user-${one.id}` } });
    joinGroups(context, school.id, input.platform);
    const madeUpShifts = !hasShifts && takeTurns(context, school.id, input.span);
    return { schoolId: school.id, problems, madeUpShifts };
  });
}

/** Whom the roster gave no id of this platform. */
const peopleUnlinked = (context: Context, platform: PlatformName): readonly { readonly id: PersonId }[] =>
  context.db
    .select({ id: person.id })
    .from(person)
    .leftJoin(identity, and(eq(identity.personId, person.id), eq(identity.platform, platform)))
    .where(isNull(identity.userId))
    .all();

function joinGroups(context: Context, schoolId: number, platform: PlatformName): void {
  const [office] = peopleWithRole(context, schoolId, 'safety_office');
  for (const { chatId, name, purpose } of groupsOfSchool) {
    const group = learnGroup(context, { platform, chatId, name, schoolId });
    if (!office) continue;
    choosePurpose({ ...context, actor: { kind: 'person', person: office.person, platform } }, { group, purpose });
  }
}

/** Leaders by turns, one a school day; at every gate one of the teachers on gate duty, morning and afternoon. */
function takeTurns(context: Context, schoolId: number, span: Span): boolean {
  const calendar = schoolCalendar(context, schoolId);
  const ids = (role: string): readonly PersonId[] => peopleWithRole(context, schoolId, role).map((one) => one.person);
  const [leaders, teachers] = [ids('duty_leader'), ids('duty_teacher')];
  const named = placesOf(context, schoolId).filter((place) => place.kind === 'gate');
  const gates = named.length > 0 ? named.map((place) => place.name) : [GATE_WITHOUT_NAME];
  let day = 0;
  for (let date = span.from; date <= span.to; date = plusDays(date, 1)) {
    if (!calendar.isSchoolDay(date)) continue;
    const leader = leaders[day % leaders.length];
    if (leader !== undefined) {
      const entry = { schoolId, dutyId: LEADER, date, slot: '', post: '', person: leader };
      putShift(context, { ...entry, ...spanOf(LEADER, '', calendar.dayTimes) });
    }
    gates.forEach((post, place) => {
      const teacher = teachers[(day * gates.length + place) % teachers.length];
      if (teacher === undefined) return;
      for (const slot of ['早', '晚'])
        putShift(context, {
          ...{ schoolId, dutyId: GATE, date, slot, post, person: teacher },
          ...spanOf(GATE, slot, calendar.dayTimes),
        });
    });
    day += 1;
  }
  return leaders.length + teachers.length > 0;
}
