import { z } from 'zod';
import { askCard, askedCard } from '../../cards/hazards/ask.ts';
import { photoAddedCard, supplementCard } from '../../cards/hazards/overdue.ts';
import { closedCard, receiptCard, turnCard } from '../../cards/hazards/report.ts';
import { confirmedCard } from '../../cards/hazards/triage.ts';
import {
  extensionDecidedCard,
  extensionDecisionCard,
  fixCard,
  passedCard,
  recheckCard,
  sentBackCard,
  taskCard,
} from '../../cards/hazards/work.ts';
import type { ReadContext } from '../kernel/context.ts';
import { definePresentation, type Presentation } from '../kernel/presentation.ts';
import { dateOf, dayText, whenText } from '../kernel/time.ts';
import { nameOf } from '../school/people.ts';
import { asks } from './asks.ts';
import { recheckForm, rectifyForm } from './forms.ts';
import { hazardCard, hazardReference, working } from './hazard_card.ts';
import { findPhoto } from './photos.ts';
import { triageDueAt, waitFor } from './plan.ts';
import {
  findDraft,
  findHazard,
  type Hazard,
  openDraftsOf,
  otherUsesOfPhoto,
  photosOf,
  photosOfDraft,
  reportersOf,
  stepsOf,
} from './queries.ts';
import { may, UNDO_WINDOW_MS } from './rules.ts';
import { worksOn } from './stand_in.ts';
import { turnOf, viewOf } from './view.ts';

const withStep = hazardReference.extend({ step: z.number().int() });
const withDraft = hazardReference.extend({ draft: z.number().int() });
const withPhoto = hazardReference.extend({ photo: z.number().int() });
const withAsk = hazardReference.extend({ ask: z.string() });
const withAskAndStep = withAsk.extend({ step: z.number().int() });

const extensionOf = (context: ReadContext, of: Hazard) => {
  const today = dateOf(context.now, context.timeZone);
  return {
    from:
      of.extension === 'granted' && of.originalDue
        ? dayText(of.originalDue, today)
        : of.due
          ? dayText(of.due, today)
          : '—',
    to: of.extensionTo ? dayText(of.extensionTo, today) : '—',
    reason: of.extensionReason ?? '—',
    state: of.extension ?? ('asked' as const),
  };
};

export const hazardPresentations: readonly Presentation[] = [
  hazardCard('hazard.receipt', hazardReference, (context, of, view, _subject, person) => {
    const wait = waitFor(context, of, of.major === 'candidate' ? 'major' : 'triage');
    const dueAt = triageDueAt(context, of, wait.since);
    const decideBy = whenText(dueAt, context.now, context.timeZone);
    const mayWithdraw =
      of.state === 'reported' &&
      of.reporterId === person &&
      context.now - of.reportedAt <= UNDO_WINDOW_MS &&
      reportersOf(context, of.id).length <= 1;
    const asked = wait.lastAsked === undefined ? '' : whenText(wait.lastAsked, context.now, context.timeZone);
    return receiptCard(view, {
      ...(of.severity === 'serious' && context.now < dueAt ? { decideBy } : {}),
      ...(context.now >= dueAt || asked !== '' ? { late: asked } : {}),
      mayWithdraw,
    });
  }),
  definePresentation({
    card: 'hazard.turn',
    subject: withStep,
    // Its own topic: a turn is told once and stays as it was.
    topic: (of) => `hazard-turn:${of.step}`,
    show: (context, of) => {
      const found = findHazard(context, of.hazard);
      return found && turnCard({ hazard: viewOf(context, found), ...turnOf(context, found, of.step) });
    },
  }),
  hazardCard(
    'hazard.closed',
    hazardReference,
    (_context, _of, view) => closedCard(view),
    (of) => of.state === 'closed',
  ),
  hazardCard(
    'hazard.confirmed',
    hazardReference,
    (_context, of, view) => confirmedCard(view, of.basis ?? '—'),
    // News of one moment: once it is assigned, the card about the report to the authorities says more.
    (of) => of.state === 'triaged',
  ),
  hazardCard(
    'hazard.task',
    hazardReference,
    (context, of, view, _subject, person) => taskCard(view, worksOn(context, of, person)),
    (of, person, _subject, context) => working(of) && worksOn(context, of, person),
  ),
  hazardCard(
    'hazard.fix',
    withDraft,
    (context, of, view, subject, person, entered) => {
      const draft = findDraft(context, subject.draft);
      // Handed in and sent back: this form is over, and its photos prove nothing any more.
      if (draft?.state !== 'open') return { ...taskCard(view, worksOn(context, of, person)), key: 'hazard.fix' };
      const photos = photosOfDraft(context, draft.id).length;
      return fixCard(
        view,
        subject.draft,
        rectifyForm.show({ photos: { count: photos } }, entered?.values),
        photos,
        entered?.message,
      );
    },
    working,
  ),
  hazardCard(
    'hazard.recheck',
    hazardReference,
    (context, of, view, _subject, person, entered) => {
      const draft =
        person === undefined
          ? undefined
          : openDraftsOf(context, person).find((one) => one.kind === 'recheck' && one.hazardId === of.id);
      const photos = draft ? photosOfDraft(context, draft.id).length : 0;
      const reused = photosOf(context, of.id, 'after').flatMap((photo) =>
        photo.hash ? otherUsesOfPhoto(context, photo.hash, of.id) : [],
      );
      const asked = of.recheckResult !== 'passed' && (of.recheckerId === null || of.recheckerId === person);
      return recheckCard(
        view,
        recheckForm.show({ photos: { count: photos } }, entered?.values),
        [...new Set(reused)],
        entered?.message,
        asked,
      );
    },
    (of) => of.state === 'pending_recheck',
  ),
  hazardCard(
    'hazard.sent-back',
    hazardReference,
    (context, of, view) => {
      const by = stepsOf(context, of.id).find((step) => step.kind === 'send_back')?.personId ?? null;
      const isRechecker = by === null || by === of.recheckerId;
      return sentBackCard(view, of.sendBackReason ?? '—', isRechecker ? undefined : nameOf(context, by));
    },
    working,
  ),
  hazardCard(
    'hazard.passed',
    hazardReference,
    (_context, _of, view) => passedCard(view),
    (of) => of.state === 'closed',
  ),
  hazardCard(
    'hazard.extension-decision',
    hazardReference,
    (context, of, view) => extensionDecisionCard(view, extensionOf(context, of)),
    (of) => of.extension === 'asked',
  ),
  hazardCard(
    'hazard.extension-decided',
    hazardReference,
    (context, of, view) => extensionDecidedCard(view, extensionOf(context, of)),
    working,
  ),
  hazardCard('hazard.supplement', withStep, (context, of, view, subject) => {
    const step = stepsOf(context, of.id).find((one) => one.id === subject.step);
    return supplementCard(view, step?.note ?? '', nameOf(context, step?.personId));
  }),
  hazardCard('hazard.photo-added', withPhoto, (context, _of, view, subject) => {
    const row = findPhoto(context, subject.photo);
    return row && photoAddedCard(view, nameOf(context, row.personId));
  }),
  hazardCard('hazard.ask', withAsk, (context, of, view, subject, _person, entered) => {
    const ask = asks[subject.ask];
    if (!ask) return undefined;
    const settled = may(of.state, ask.transition) ? undefined : '这一步已经不用办了。';
    return askCard({
      hazard: view,
      ask: subject.ask,
      title: ask.title,
      lead: ask.lead(of),
      action: ask.action,
      submit: ask.submit,
      cancel: ask.cancel,
      fields: ask.fields(context, of, entered),
      ...(entered ? { message: entered.message } : {}),
      ...(settled ? { settled } : {}),
    });
  }),
  definePresentation({
    card: 'hazard.asked',
    subject: withAskAndStep,
    // Its own topic: what was done with a form stays as it was told.
    topic: (of) => `hazard-asked:${of.hazard}:${of.step}`,
    show: (context, of) => {
      const found = findHazard(context, of.hazard);
      const ask = asks[of.ask];
      // Step 0: it was put aside.
      return found && askedCard(viewOf(context, found), ask?.title ?? '', of.step === 0 ? undefined : ask?.done);
    },
  }),
];
