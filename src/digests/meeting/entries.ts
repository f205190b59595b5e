import { and, asc, desc, eq, inArray, isNull, like, lte } from 'drizzle-orm';
import type { PersonId } from '../../../cards/model.ts';
import { WEEKLY_MEETING } from '../../duties/meeting_items/duty.ts';
import { taskTopic } from '../../duties/tasks.ts';
import { findHazard } from '../../hazards/queries.ts';
import type { Context, ReadContext } from '../../kernel/context.ts';
import { record } from '../../kernel/record.ts';
import { FormRefused, Refused } from '../../kernel/refused.ts';
import { refresh } from '../../kernel/send.ts';
import type { Toast } from '../../platforms/platform.ts';
import { agendaEntry, dutyTask, hazard } from '../../store/schema/index.ts';
import { hazardLine } from '../hazard_rows.ts';
import { requireNothingPrivate } from './lines.ts';
import type { Meeting } from './queries.ts';

export type Entry = typeof agendaEntry.$inferSelect;

/** What may be put on an agenda: a hazard, or a line of words. */
export type Wanted = { readonly hazard: number } | { readonly text: string };

/** More than that a meeting does not speak about one by one. */
const MOST = 10;

export const agendaTopic = (schoolId: number): string => `agenda:${schoolId}`;

const isWaiting = and(isNull(agendaEntry.takenOffAt), isNull(agendaEntry.meetingId));

/** What waits for a school's next meeting, in the order it was put there; `until`: no later than then, ms. */
export const waitingEntries = (
  context: Pick<ReadContext, 'db'>,
  schoolId: number,
  until = Number.MAX_SAFE_INTEGER,
): readonly Entry[] =>
  context.db
    .select()
    .from(agendaEntry)
    .where(and(eq(agendaEntry.schoolId, schoolId), isWaiting, lte(agendaEntry.at, until)))
    .orderBy(asc(agendaEntry.id))
    .all();

/** What an entry says now: a hazard as it stands, words as they were written. */
export function entryText(context: ReadContext, entry: Entry): string {
  const of = entry.hazardId === null ? undefined : findHazard(context, entry.hazardId);
  return of ? `${hazardLine(context, of)}${of.severity === 'major' ? '，重大' : ''}` : entry.text;
}

const keyOf = (wanted: Wanted): string => ('hazard' in wanted ? `hazard:${wanted.hazard}` : wanted.text);

/** Which of these wait already. */
export const isOnAgenda = (entries: readonly Entry[], wanted: Wanted): boolean =>
  entries.some((entry) => entry.key === keyOf(wanted));

/** The hazard people mean by 0009 or GS-202509-0009: the latest of a school whose number ends so. */
export function hazardNumbered(context: Pick<ReadContext, 'db'>, schoolId: number, said: string): number | undefined {
  if (!/^(?:[A-Z]+-\d{6}-)?\d{4}$/i.test(said)) return undefined;
  return context.db
    .select({ id: hazard.id })
    .from(hazard)
    .where(and(eq(hazard.schoolId, schoolId), like(hazard.number, `%${said}`)))
    .orderBy(desc(hazard.id))
    .get()?.id;
}

/** 列入例会: each stands in the agenda of the next meeting until that begins; what stands there already is not put twice. */
export function putOnAgenda(context: Context, schoolId: number, person: PersonId, wanted: readonly Wanted[]): Toast {
  const waiting = waitingEntries(context, schoolId);
  const added = wanted.filter((one) => !isOnAgenda(waiting, one));
  if (waiting.length + added.length > MOST) throw new FormRefused(`议题最多另列 ${MOST} 项，请先撤下几项`);
  const put = added.filter((one) => {
    const row = { schoolId, key: keyOf(one), byId: person, at: context.now, ...whatIs(context, schoolId, one) };
    return context.db.insert(agendaEntry).values(row).onConflictDoNothing().returning().all().length > 0;
  }).length;
  if (put === 0) return { tone: 'info', text: '已在议题里，不用再列' };
  record(context, 'agenda.put', agendaTopic(schoolId), { entries: put });
  refreshAgenda(context, schoolId);
  return { tone: 'success', text: `已列入下次例会 ${put} 项` };
}

function whatIs(context: Context, schoolId: number, wanted: Wanted): Pick<Entry, 'hazardId' | 'text'> {
  if ('text' in wanted) {
    requireNothingPrivate(wanted.text, '议题');
    return { hazardId: null, text: wanted.text };
  }
  const of = findHazard(context, wanted.hazard);
  if (of?.schoolId !== schoolId || of.state === 'withdrawn') throw new FormRefused('有一项已经撤回，请重选');
  return { hazardId: of.id, text: hazardLine(context, of) };
}

/** 撤下议题: whoever runs the meeting may take off what another put there. */
export function takeOffAgenda(context: Context, schoolId: number, person: PersonId, chosen: readonly string[]): Toast {
  const gone = context.db
    .update(agendaEntry)
    .set({ takenOffAt: context.now, takenOffById: person })
    .where(
      and(eq(agendaEntry.schoolId, schoolId), inArray(agendaEntry.id, chosen.slice(0, MOST).map(Number)), isWaiting),
    )
    .returning({ id: agendaEntry.id })
    .all();
  if (gone.length === 0) throw new Refused('agenda.gone', '已经撤下或议过', undefined, 'info');
  record(context, 'agenda.taken_off', agendaTopic(schoolId), { entries: gone.length });
  refreshAgenda(context, schoolId);
  return { tone: 'success', text: `已撤下 ${gone.length} 项` };
}

/** A meeting takes up what waited when it was held; the next agenda begins without it. */
export function takeUp(context: Context, of: Meeting): void {
  context.db
    .update(agendaEntry)
    .set({ meetingId: of.id })
    .where(and(eq(agendaEntry.schoolId, of.schoolId), isWaiting, lte(agendaEntry.at, of.heldAt)))
    .run();
  refreshAgenda(context, of.schoolId);
}

/** A meeting that was not held after all gives it back, but for what was put there anew meanwhile. */
export function giveBack(context: Context, of: Meeting): void {
  const waiting = new Set(waitingEntries(context, of.schoolId).map((entry) => entry.key));
  const taken = context.db
    .select()
    .from(agendaEntry)
    .where(and(eq(agendaEntry.meetingId, of.id), isNull(agendaEntry.takenOffAt)))
    .all()
    .filter((entry) => !waiting.has(entry.key))
    .map((entry) => entry.id);
  context.db.update(agendaEntry).set({ meetingId: null }).where(inArray(agendaEntry.id, taken)).run();
  refreshAgenda(context, of.schoolId);
}

/** The agendas on people's phones: those they asked for, and those the week's duty sent. */
function refreshAgenda(context: Context, schoolId: number): void {
  refresh(context, agendaTopic(schoolId));
  const open = context.db
    .select({ id: dutyTask.id })
    .from(dutyTask)
    .where(and(eq(dutyTask.schoolId, schoolId), eq(dutyTask.dutyId, WEEKLY_MEETING), eq(dutyTask.state, 'open')))
    .all();
  for (const task of open) refresh(context, taskTopic(task.id));
}
