import type { Card, PersonId, Reference } from '../../cards/model.ts';
import type { ReadContext } from '../kernel/context.ts';
import type { Entered } from '../kernel/presentation.ts';
import { HALF_MONTH, MONTHLY } from './rounds/pages.ts';
import { showRound } from './rounds/show.ts';
import type { SchoolDuty } from './settings.ts';
import { periodOfTask, type Task } from './tasks.ts';

/** What a duty shows and asks with instead of the plain task card. */
export interface OwnCard {
  /** The card that asks an owner; a person is asked once per `once`, so that several tasks can share a card. */
  readonly ask: (
    context: ReadContext,
    task: Task,
  ) => { readonly card: string; readonly subject: Reference; readonly once: string } | undefined;
  /** Where the plain card would stand: 打开 on lists, an older card. */
  readonly show: (
    context: ReadContext,
    task: Task,
    duty: SchoolDuty,
    person: PersonId | undefined,
    entered: Entered | undefined,
  ) => Card | undefined;
}

const round: OwnCard = {
  ask: (context, task) => {
    const period = periodOfTask(context, task);
    return period && { card: 'round.list', subject: { period: period.id }, once: `period:${period.id}` };
  },
  show: showRound,
};

/** Duties with cards of their own, by id. */
export const ownCards: Readonly<Record<string, OwnCard>> = {
  [HALF_MONTH]: round,
  [MONTHLY]: round,
};
