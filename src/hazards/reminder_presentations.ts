import { z } from 'zod';
import {
  authorityCard,
  consentCard,
  controlCard,
  listedCard,
  overdueCard,
  receiptWantedCard,
  recheckDueCard,
} from '../../cards/hazards/overdue.ts';
import type { Presentation } from '../kernel/presentation.ts';
import { dateOf, dayText } from '../kernel/time.ts';
import { nameOf } from '../school/people.ts';
import { hazardCard, hazardReference, working } from './hazard_card.ts';
import { ladderOf } from './plan.ts';
import { lastSupervision } from './queries.ts';
import { worksOn } from './stand_in.ts';

const withLevel = hazardReference.extend({ level: z.number().int() });

/** What a hazard's ladder and the closing of a major one ask for: reminders, supervision, report, consent, receipt. */
export const reminderPresentations: readonly Presentation[] = [
  hazardCard(
    'hazard.overdue',
    withLevel,
    (context, of, view, subject, person) =>
      overdueCard({
        hazard: view,
        level: subject.level,
        own: worksOn(context, of, person),
        dueToday: of.due === dateOf(context.now, context.timeZone),
        ...(of.stuckOn ? { stuck: of.stuckOn } : {}),
        ...(of.promisedOn ? { promised: dayText(of.promisedOn, dateOf(context.now, context.timeZone)) } : {}),
        told: subject.level >= 3 ? '校长' : '分管副校长',
      }),
    // A card of a lower level is no news any more, when the vendor wants a new one in place of an old.
    (of, _person, subject) => working(of) && subject.level >= (ladderOf(of)[of.ladderDone]?.level ?? 0),
  ),
  hazardCard(
    'hazard.control-wanted',
    hazardReference,
    (_context, _of, view) => controlCard(view),
    (of) => working(of) && of.controlledAt === null,
  ),
  hazardCard(
    'hazard.recheck-due',
    hazardReference,
    (_context, _of, view) => recheckDueCard(view),
    (of) => of.state === 'pending_recheck',
  ),
  hazardCard('hazard.listed', hazardReference, (context, of, view) => {
    const listing = lastSupervision(context, of.id);
    const deadline = listing && dayText(listing.deadline, dateOf(context.now, context.timeZone));
    return listing && listedCard(view, listing.number, nameOf(context, listing.supervisorId), deadline ?? '');
  }),
  hazardCard(
    'hazard.authority',
    hazardReference,
    (_context, of, view) => authorityCard(view, of.authorityReport ?? undefined),
    (of) => of.authorityReport === null,
  ),
  hazardCard(
    'hazard.consent',
    hazardReference,
    (_context, of, view) => consentCard(view, of.consentedAt !== null, of.receipt ?? undefined),
    (of) => of.consentedAt === null && of.state === 'pending_recheck',
  ),
  hazardCard(
    'hazard.receipt-wanted',
    hazardReference,
    (_context, of, view) => receiptWantedCard(view, of.receipt ?? undefined),
    (of) => of.receipt === null && of.state === 'pending_recheck',
  ),
];
