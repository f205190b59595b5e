import type { Button, Card, Form } from '../../cards/model.ts';
import { photosMissing } from './fill.ts';
import type { StaffModel } from './staff_model.ts';

/** What somebody does next with a card on their phone. */
export type Step =
  | { readonly is: 'press'; readonly button: Button }
  | { readonly is: 'submit'; readonly form: Form }
  | { readonly is: 'photo' };

/** Forms people fill when they come; settings and administration are no part of a term's every day. */
const forms = new Set([
  'duty.deputy',
  'duty.reminder-own',
  'duty.submit',
  'hazard.assign',
  'hazard.recheck',
  'hazard.rectify',
  'hazard.register',
  'leave.submit',
  'meeting.decide',
  'round.submit',
  'shift.hand-over',
]);

/** Buttons people press, and how often; the first one on a card that is named here. */
const buttons: Readonly<Record<string, (model: StaffModel, card: Card) => number>> = {
  'duty.done': () => 1,
  'duty.nudge-left': (model) => model.nudgesByHand,
  'hazard.begin-rectification': () => 1,
  'hazard.consent': () => 1,
  'hazard.control': () => 1,
  'hazard.coordinate': () => 1,
  'hazard.grant-extension': () => 1,
  'hazard.open-recheck': () => 1,
  'hazard.open-triage': () => 1,
  'hazard.take-control': () => 1,
  'leave.agree': () => 1,
  'meeting.open': () => 1,
  'meeting.here': () => 1,
  // The first question of the desk is for decisions; the meeting ends when it is answered.
  'meeting.ask': (_model, card) => (card.key === 'meeting.desk' ? 1 : 0),
  'meeting.close': () => 1,
  'meeting.sign': () => 1,
  'round.open': () => 1,
  'round.register-all': () => 1,
  'shift.check-in': () => 1,
  // The card says 护导 where it is the gate's (cards/duties/shift.ts).
  'shift.hand-over-open': (model, card) => (card.title.includes('护导') ? model.handsOverAtGate : 1),
};

/** Pressed once on a card; then what stands behind it has its turn. */
export const pressedOnce: ReadonlySet<string> = new Set(['hazard.control', 'meeting.ask']);

/** Minutes until it is done, where the work itself takes time or is done on the spot; otherwise by habit. */
const takes: Readonly<Record<string, readonly [number, number]>> = {
  'hazard.register': [1, 3],
  'hazard.assign': [3, 50],
  'hazard.control': [10, 120],
  'hazard.begin-rectification': [180, 4_320],
  'hazard.rectify': [2, 10],
  'hazard.recheck': [60, 1_440],
  'round.open': [20, 1_440],
  'round.submit': [3, 10],
  'shift.check-in': [1, 14],
  'shift.hand-over-open': [40, 60],
  'shift.hand-over': [1, 3],
  'duty.deputy': [1, 3],
  'duty.reminder-own': [1, 3],
  'leave.submit': [1, 3],
  'meeting.open': [30, 120],
  'meeting.here': [1, 5],
  'meeting.ask': [5, 10],
  'meeting.decide': [1, 5],
  'meeting.close': [30, 60],
};

/**
 * What a card asks of whoever holds it; undefined when there is nothing to do. `roll` in [0, 1); `photos`: sent for its
 * form already.
 */
export function nextStep(
  card: Card,
  model: StaffModel,
  roll: number,
  photos = 0,
  taken: ReadonlySet<string> = new Set(),
): Step | undefined {
  if (card.form && forms.has(card.form.action)) {
    return photosMissing(card) > photos ? { is: 'photo' } : { is: 'submit', form: card.form };
  }
  // Somebody else's shift: who is at the post says so themselves.
  if (card.key === 'shift.absent') return undefined;
  const button = card.actions.find((one) => one.action in buttons && !taken.has(one.action));
  return button && roll < (buttons[button.action]?.(model, card) ?? 0) ? { is: 'press', button } : undefined;
}

/** Minutes a step takes, between; undefined: by the person's habit. */
export function minutesFor(card: Card, step: Step): readonly [number, number] | undefined {
  if (step.is === 'press') return takes[step.button.action];
  return card.form && takes[card.form.action];
}
