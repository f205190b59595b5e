import { z } from 'zod';
import type { HazardView } from '../../cards/hazards/view.ts';
import type { Card, PersonId } from '../../cards/model.ts';
import type { ReadContext } from '../kernel/context.ts';
import { definePresentation, type Entered, type Presentation, type Viewer } from '../kernel/presentation.ts';
import { findHazard, type Hazard } from './queries.ts';
import { topicOf } from './rules.ts';
import { viewOf } from './view.ts';

export const hazardReference = z.object({ hazard: z.number().int() });

export const viewerOf = (viewer: Viewer): PersonId | undefined =>
  viewer.kind === 'person' ? viewer.person : undefined;

type Show<S> = (
  context: ReadContext,
  of: Hazard,
  view: HazardView,
  subject: S,
  person: PersonId | undefined,
  entered: Entered | undefined,
) => Card | undefined;

/** Cards beside the one the work is done on; that one goes on telling how the hazard stands. */
const reminders = new Set(['hazard.untriaged', 'hazard.control-wanted', 'hazard.overdue', 'hazard.recheck-due']);

/** Every card about one hazard: found by id, kept up to date by the hazard's topic. */
export function hazardCard<S extends { hazard: number }>(
  card: string,
  subject: z.ZodType<S & Record<string, number | string>>,
  show: Show<S>,
  wanted?: (of: Hazard, person: PersonId | undefined, subject: S, context: ReadContext) => boolean,
): Presentation {
  return definePresentation({
    card,
    subject,
    topic: (of) => topicOf(of.hazard),
    show: (context, of, viewer, entered) => {
      const found = findHazard(context, of.hazard);
      const person = viewerOf(viewer);
      return found ? show(context, found, viewOf(context, found, person), of, person, entered) : undefined;
    },
    ...(wanted
      ? {
          wanted: (context: ReadContext, of: S, viewer: Viewer) => {
            const found = findHazard(context, of.hazard);
            return found !== undefined && wanted(found, viewerOf(viewer), of, context);
          },
        }
      : {}),
    isReminder: reminders.has(card),
  });
}

/** Somebody is to mend it now. */
export const working = (of: Hazard): boolean => of.state === 'assigned' || of.state === 'rectifying';
