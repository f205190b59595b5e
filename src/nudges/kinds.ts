import type { PersonId } from '../../cards/model.ts';
import type { Cadence } from '../duties/duty.ts';
import { ownedBy } from '../duties/owned_by.ts';
import { schoolDuty } from '../duties/settings.ts';
import { leftOf, ownersOf, periodRow, taskById } from '../duties/tasks.ts';
import { findHazard } from '../hazards/queries.ts';
import { todoOf } from '../hazards/todo.ts';
import type { ReadContext } from '../kernel/context.ts';
import type { outbox } from '../store/schema/index.ts';
import type { Interruption } from './interruptions.ts';

type Row = Pick<typeof outbox.$inferSelect, 'kind' | 'rank' | 'card' | 'subject' | 'personId'>;

/** Ask again for work that waits; what they ask for is in the list. */
const reminders = new Set([
  'duty.task',
  'round.list',
  'filing.nudge',
  'campaign.task',
  'meeting.agenda',
  'meeting.item',
  'hazard.overdue',
  'hazard.control-wanted',
  'hazard.recheck-due',
  'hazard.untriaged',
]);

/**
 * Overviews and additions: nobody waits for them. What became of somebody's own report (turns, 已销号, corrections) is
 * no such thing: it leaves at once and counts.
 */
const news = new Set([
  'duty.summary',
  'duty.summaries',
  'digest.weekly',
  'digest.tip',
  'hazard.listed',
  'hazard.supplement',
  'hazard.photo-added',
]);

/** These are about the night or about this moment. */
const always: readonly Cadence[] = ['boarding-night', 'shift', 'event'];

/** Lanes above `press`: what leaves by itself. Presses are answers, urgent ones are danger. */
export const isInterruption = (row: Row): boolean =>
  row.personId !== null && row.rank >= 2 && (row.kind === 'card' || row.kind === 'text');

/** Which kind of interruption a row is, read from the rows it is about. */
export function kindOf(context: ReadContext, row: Row, person: PersonId): Interruption {
  const card = row.card ?? '';
  if (news.has(card)) return isForNow(context, row) ? 'free' : 'news';
  if (!reminders.has(card)) return 'free';
  if (isForNow(context, row)) return 'free';
  return isListed(context, row, person) ? 'reminder' : 'news';
}

/** Ids a card is about. Written by kernel/send.ts only, from a Reference: ids and short texts by name. */
const referenceOf = (row: Row) => row.subject as Readonly<Record<string, number | string>> | null;
const numberIn = (row: Row, name: string): number | undefined => {
  const value = referenceOf(row)?.[name];
  return typeof value === 'number' ? value : undefined;
};

function isForNow(context: ReadContext, row: Row): boolean {
  const hazard = numberIn(row, 'hazard');
  if (hazard !== undefined) {
    const found = findHazard(context, hazard);
    return found?.severity === 'major' || found?.major === 'candidate';
  }
  const [task, period] = [numberIn(row, 'task'), numberIn(row, 'period')];
  const of = task === undefined ? period && periodRow(context, period) : taskById(context, task);
  const duty = of ? schoolDuty(context, of.schoolId, of.dutyId) : undefined;
  return duty !== undefined && (always.includes(duty.cadence) || duty.id.includes('drill'));
}

/** The to-do list shows it now; only then may the list stand for it. */
function isListed(context: ReadContext, row: Row, person: PersonId): boolean {
  const [task, hazard] = [numberIn(row, 'task'), numberIn(row, 'hazard')];
  if (task !== undefined) {
    const found = taskById(context, task);
    return found?.state === 'open' && ownersOf(context, found).includes(person);
  }
  const period = numberIn(row, 'period');
  if (period !== undefined) {
    const found = periodRow(context, period);
    const open = found ? leftOf(context, found).filter((one) => one.state === 'open') : [];
    return open.some(ownedBy(context, person));
  }
  return hazard !== undefined && todoOf(context, person).items.some((item) => item.reference.hazard === hazard);
}
