import type { Card, PersonId } from '../../cards/model.ts';
import type { ReadContext } from '../kernel/context.ts';
import type { Entered } from '../kernel/presentation.ts';
import { showCampaign } from './campaign_presentations.ts';
import { isFiling } from './filings/duties.ts';
import { showFiling } from './filings/show.ts';
import { MEETING_ITEM } from './meeting_items/duty.ts';
import { showItem } from './meeting_items/show.ts';
import { isRound } from './rounds/pages.ts';
import { showRound } from './rounds/show.ts';
import type { SchoolDuty } from './settings.ts';
import type { Task } from './tasks.ts';

/** The card of its own a task shows wherever the plain one would stand; undefined where the plain one does. */
export function showOwnCard(
  context: ReadContext,
  task: Task,
  duty: SchoolDuty,
  person: PersonId | undefined,
  entered: Entered | undefined,
): Card | undefined {
  if (isRound(task.dutyId)) return showRound(context, task, duty, person, entered);
  if (isFiling(task.dutyId)) return showFiling(context, task);
  if (task.dutyId === MEETING_ITEM) return showItem(context, task, person);
  if (task.dutyId === 'safety-campaign') return showCampaign(context, task, duty, entered);
  return undefined;
}
