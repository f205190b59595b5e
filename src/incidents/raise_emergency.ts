import { asc, eq } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { Context } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { refresh, sendCard, sendText } from '../kernel/send.ts';
import { setTimer } from '../kernel/timers.ts';
import type { PlatformName } from '../platforms/platform.ts';
import { schoolMeant } from '../school/people.ts';
import { incident, school } from '../store/schema/index.ts';
import { alert, firstResponders } from './alert.ts';
import {
  alertedOf,
  type Incident,
  incidentById,
  openIncidentOfStranger,
  openIncidentsOf,
  stepsOf,
  strangerKey,
  topicOf,
} from './queries.ts';
import { reachableWithRole } from './reachable.ts';
import { type IncidentKind, ruleOf, UNANSWERED } from './rules.ts';
import { changePlace } from './tell_place.ts';

export interface Emergency {
  /** Who wrote; left out for an account nobody knows, which is then `stranger`. */
  readonly person?: PersonId;
  readonly platform: PlatformName;
  /** The vendor's user id of somebody unknown. */
  readonly stranger?: string;
  /** `unknown` for the bare words 紧急 and 报警. */
  readonly kind: IncidentKind;
  /** As typed. */
  readonly words: string;
  /** As understood, from large to small; '' when nothing was said. */
  readonly place: string;
}

/**
 * Answers an emergency at once: numbers and one tap. Without a tap the leadership is told after 60 s. A further
 * message of the same person within ten minutes joins, unless it tells of another emergency. Gives back the emergency;
 * undefined when there is no school yet.
 */
export function raiseEmergency(context: Context, input: Emergency): number | undefined {
  if (input.person !== undefined) return raisedByPerson(context, input, input.person);
  return input.stranger === undefined ? undefined : raisedByStranger(context, input, input.stranger);
}

/** Somebody pressed 有险情 without having said what it is: the card asks for the kind, as for the bare word 紧急. */
export function startEmergency(context: Context, person: PersonId): void {
  raisedByPerson(context, { kind: 'unknown', words: '紧急', place: '' }, person);
}

/** What was said of an emergency, whoever said it. */
type Told = Pick<Emergency, 'kind' | 'words' | 'place'>;

function raisedByPerson(context: Context, input: Told, person: PersonId): number | undefined {
  const known = openIncidentsOf(context, person).find((one) => belongsTo(one, input));
  if (known) {
    join(context, known, input);
    if (known.state === 'asked') answer(context, known.id, person);
    else sendText(context, joinedText(context, known, '应答的人'), { person }, { lane: 'urgent' });
    return known.id;
  }
  const schoolId = schoolMeant(context, person, input.words) ?? firstSchool(context);
  if (schoolId === undefined) {
    sendText(context, numbersOnly(input.kind), { person }, { lane: 'urgent' });
    return undefined;
  }
  const id = insert(context, input, schoolId, person);
  setTimer(context, 'incident.unanswered', topicOf(id), context.now + UNANSWERED);
  answer(context, id, person);
  return id;
}

const answer = (context: Context, id: number, person: PersonId): void =>
  sendCard(context, 'incident.first', { incident: id }, { person }, { lane: 'urgent' });

/** Somebody in no roster can press nothing, so the safety offices hear at once; the duty leader follows after 60 s. */
function raisedByStranger(context: Context, input: Emergency, userId: string): number | undefined {
  const to = { stranger: { platform: input.platform, userId } };
  const known = openIncidentOfStranger(context, input.platform, userId);
  if (known && belongsTo(known, input)) {
    join(context, known, input);
    sendText(context, joinedText(context, known, '安全办'), to, {
      lane: 'urgent',
      dedupeKey: strangerKey(known.id, context.random(6)),
    });
    return known.id;
  }
  const schoolId = firstSchool(context);
  if (schoolId === undefined) {
    sendText(context, numbersOnly(input.kind), to, { lane: 'urgent' });
    return undefined;
  }
  const id = insert(context, input, schoolId, null);
  const subject = incidentById(context, id);
  if (!subject) throw new Error(`incident.missing: incident ${id} was inserted and cannot be read back`);
  // Which school they belong to is not known: the safety office of each is told.
  const offices = allSchools(context).flatMap((each) =>
    reachableWithRole(context, each, 'safety_office').map((one) => ({ person: one.person, role: 'safety_office' })),
  );
  const told = alert(context, subject, offices.length > 0 ? offices : firstResponders(context, subject));
  setTimer(context, 'incident.unanswered', topicOf(id), context.now + UNANSWERED);
  const next = told.length > 0 ? '已告诉安全办，请在电话里说清地点。' : NOBODY_TO_TELL;
  sendText(context, `${numbersOnly(input.kind)}${next}`, to, {
    lane: 'urgent',
    dedupeKey: strangerKey(id, context.random(6)),
  });
  return id;
}

/**
 * Whether a further message tells more of the same emergency. Another kind is another emergency, with its own ringing,
 * numbers and place: somebody who fainted on the playground must not become a fire in the laboratory. Only people hurt
 * with no other place named are taken for part of what was told before.
 */
function belongsTo(known: Incident, input: Told): boolean {
  const isVague = (kind: string) => kind === 'unknown' || kind === 'other';
  if (isVague(known.kind) || isVague(input.kind) || known.kind === input.kind) return true;
  const place = input.place.trim();
  return input.kind === 'injury' && (place === '' || place === known.place);
}

function joinedText(context: Context, known: Incident, whom: string): string {
  const { numbers } = ruleOf(known.kind);
  return alertedOf(stepsOf(context, known.id)).length > 0
    ? `已补给${whom}。先打 ${numbers}，电话别断。`
    : `先打 ${numbers}，电话别断。${NOBODY_TO_TELL}`;
}

const NOBODY_TO_TELL = '还没有人能收到通知，请打电话给校长。';

const numbersOnly = (kind: IncidentKind): string => `先打 ${ruleOf(kind).numbers}，人先撤。`;

const allSchools = (context: Context): readonly number[] =>
  context.db
    .select({ id: school.id })
    .from(school)
    .orderBy(asc(school.id))
    .all()
    .map((row) => row.id);

const firstSchool = (context: Context): number | undefined => allSchools(context)[0];

function insert(context: Context, input: Told, schoolId: number, reporterId: PersonId | null): number {
  const place = input.place.trim();
  const { id } = context.db
    .insert(incident)
    .values({
      schoolId,
      kind: input.kind,
      words: input.words,
      place: place === '' ? null : place,
      reporterId,
      at: context.now,
      state: 'asked',
    })
    .returning({ id: incident.id })
    .get();
  record(context, 'incident.raised', topicOf(id), {
    kind: input.kind,
    ...(reporterId === null ? {} : { person: reporterId }),
  });
  return id;
}

/** Longest text of one emergency: the first words and what was added; ten minutes of panic fit. */
const MOST_WORDS = 2_000;

function join(context: Context, known: Incident, input: Told): void {
  const kind = known.kind === 'unknown' ? input.kind : known.kind;
  const words = [...`${known.words}\n${input.words}`].slice(0, MOST_WORDS).join('');
  context.db.update(incident).set({ kind, words }).where(eq(incident.id, known.id)).run();
  record(context, 'incident.joined', topicOf(known.id), { kind });
  if (input.place.trim() !== '') changePlace(context, known, input.place.trim());
  refresh(context, topicOf(known.id), 'urgent');
}
