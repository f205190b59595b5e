import { z } from 'zod';
import { handOverFields } from '../../cards/duties/shift.ts';
import { shiftEditFields } from '../../cards/duties/shift_roster.ts';
import { swapFields } from '../../cards/duties/swap.ts';
import type { PersonId } from '../../cards/model.ts';
import { type Action, defineAction, type Outcome } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import { anyOf, type Permission, related, roleHolder, safetyOffice } from '../kernel/permission.ts';
import { FormRefused, Refused } from '../kernel/refused.ts';
import { sendCard } from '../kernel/send.ts';
import { dayTimesOf } from '../school/calendar.ts';
import { nameOf } from '../school/people.ts';
import { putShift } from './shift_entries.ts';
import { confirmShifts, dropShifts, shiftImportSchool } from './shift_import.ts';
import { clashing, isAwayBetween, isColleague, onShift, type Shift, shiftById } from './shift_rows.ts';
import { rosterDuties, slotsOf, spanOf } from './shift_times.ts';
import { checkIn, handOver, mayVouch, undoShift } from './shifts.ts';
import { agreeSwap, askSwap, cancelSwap, declineSwap, openSwapForm, type SwapSubject, swapById } from './swap.ts';

const id = z.number().int().positive();
const ofShift = z.object({ shift: id });
const ofSwap = z.object({ swap: id });
const ofImport = z.object({ import: id });
/** `shift` 0: a new one. */
const ofSchool = z.object({ school: id, shift: z.number().int().default(0) });
const shiftSubject = (context: Context, { shift }: { readonly shift: number }): Shift | undefined =>
  shiftById(context, shift);

/** The school a shift is entered in; a shift of another school is none of its own, whatever the press carries. */
function rosterSubject(context: Context, { school, shift }: z.infer<typeof ofSchool>) {
  if (shift !== 0 && shiftById(context, shift)?.schoolId !== school) return undefined;
  return { schoolId: school, shift };
}

/** Who stands the shift now: by the roster, or in somebody's place. */
const standing: Permission<Shift> = {
  says: '当班的老师',
  refusal: (context, shift) => `这一班由${nameOf(context, onShift(context, shift))}值`,
  allows: (context, person, shift) => onShift(context, shift) === person,
};
const vouching: Permission<Shift> = {
  says: '带班领导',
  allows: (context, person, shift) => mayVouch(context, person, shift),
};
/** Who keeps the roster. */
const keepers = anyOf<{ schoolId: number }>(
  safetyOffice,
  roleHolder('vice_principal', '分管副校长'),
  roleHolder('principal', '校长'),
);

const button = (
  name: string,
  who: Permission<Shift>,
  run: (context: Context, shift: Shift, person: PersonId) => Outcome,
): Action =>
  defineAction({
    name,
    reference: ofShift,
    subject: shiftSubject,
    who,
    run: (context, { subject, person }) => run(context, subject, person),
  });

const checkInActions: readonly Action[] = [
  button('shift.check-in', anyOf<Shift>(standing, vouching), checkIn),
  button('shift.undo', standing, undoShift),
  // From the to-do list, which stays: the shift's card comes beside it.
  button('shift.open', standing, (context, shift, person) => {
    if (shift.checkedInAt === null && shift.endsAt <= context.now)
      throw new Refused('shift.over', '这一班已过，请发“待办”', undefined, 'info');
    const card = shift.checkedInAt === null ? 'shift.checkin' : 'shift.hand-over';
    sendCard(context, card, { shift: shift.id }, { person }, { lane: 'press' });
    return {};
  }),
  button('shift.hand-over-open', standing, (_context, shift) => ({
    become: { card: 'shift.hand-over', subject: { shift: shift.id } },
  })),
  button('shift.hand-over-later', standing, (_context, shift) => ({
    become: { card: 'shift.checkin', subject: { shift: shift.id } },
  })),
  defineAction({
    name: 'shift.hand-over',
    reference: ofShift,
    subject: shiftSubject,
    who: standing,
    form: handOverFields,
    run: (context, { subject, person, values }) => {
      if (values.next !== undefined && !isColleague(context, values.next, subject.schoolId))
        throw new FormRefused('交给谁请选本校在岗的老师');
      if (values.next === person) throw new FormRefused('交给谁请选下一班的老师');
      return {
        ...handOver(context, subject, { note: values.note, to: values.next }),
        become: { card: 'shift.checkin', subject: { shift: subject.id } },
      };
    },
  }),
];

const swapAction = (
  name: string,
  who: Permission<SwapSubject>,
  run: (context: Context, swap: SwapSubject) => Outcome,
): Action =>
  defineAction({
    name,
    reference: ofSwap,
    subject: (context, { swap }) => swapById(context, swap),
    who,
    run: (context, { subject }) => run(context, subject),
  });
const asked = related<SwapSubject>('被请的老师', (person, swap) => swap.toId === person);
const asking = related<SwapSubject>('申请换班的老师', (person, swap) => swap.fromId === person);

const swapActions: readonly Action[] = [
  button('shift.swap-ask', standing, openSwapForm),
  defineAction({
    name: 'shift.swap-to',
    reference: ofShift,
    subject: shiftSubject,
    who: standing,
    form: swapFields,
    run: (context, { subject, person, values }) => askSwap(context, subject, { person, to: values.to }),
  }),
  swapAction('shift.swap-open', asked, (context, swap) => {
    if (swap.state !== 'asked') throw new Refused('swap.answered', '这次换班已有答复', undefined, 'info');
    sendCard(context, 'shift.swap', { swap: swap.id }, { person: swap.toId }, { lane: 'press' });
    return {};
  }),
  swapAction('shift.swap-agree', asked, agreeSwap),
  swapAction('shift.swap-decline', asked, declineSwap),
  swapAction('shift.swap-cancel', asking, cancelSwap),
];

const rosterActions: readonly Action[] = [
  defineAction({
    name: 'shift.roster-confirm',
    reference: ofImport,
    subject: (context, of) => shiftImportSchool(context, of.import),
    who: keepers,
    run: (context, { subject }) => {
      const { already } = confirmShifts(context, { import: subject.import });
      return already
        ? { toast: { tone: 'info', text: '已经导入过了' } }
        : { toast: { tone: 'success', text: '值班表已导入' } };
    },
  }),
  defineAction({
    name: 'shift.roster-drop',
    reference: ofImport,
    subject: (context, of) => shiftImportSchool(context, of.import),
    who: keepers,
    run: (context, { subject }) => {
      dropShifts(context, { import: subject.import });
      return { toast: { tone: 'success', text: '好，没有导入' } };
    },
  }),
  defineAction({
    name: 'shift.edit-open',
    reference: ofSchool,
    subject: rosterSubject,
    who: keepers,
    run: (context, { subject, person }) => {
      const { schoolId, shift } = subject;
      const form = { school: schoolId, ...(shift === 0 ? {} : { shift }) };
      sendCard(context, 'shift.edit', form, { person }, { lane: 'press' });
      return {};
    },
  }),
  defineAction({
    name: 'shift.edit',
    reference: ofSchool,
    subject: rosterSubject,
    who: keepers,
    form: shiftEditFields,
    run: (context, { subject, values }) => editShift(context, subject.schoolId, values),
  }),
];

/** Fills or changes one shift by hand; the person is told once, and asked at once when it is time already. */
function editShift(
  context: Context,
  schoolId: number,
  values: {
    readonly duty: string;
    readonly date: string;
    readonly slot: string | undefined;
    readonly post: string | undefined;
    readonly person: PersonId;
  },
): Outcome {
  const duty = rosterDuties.find((one) => one === values.duty);
  if (!duty) throw new FormRefused('职责请从给出的里面选');
  if (!isColleague(context, values.person, schoolId)) throw new FormRefused('值班人请选本校在岗的老师');
  if (isAwayBetween(context, values.person, values.date, values.date))
    throw new FormRefused(`${nameOf(context, values.person)}那天请假了`, '请换一位。');
  let last: Shift | undefined;
  for (const slot of slotsOf(duty, values.slot ?? '')) {
    const { from, to } = spanOf(duty, slot, dayTimesOf(context, schoolId));
    const { date, person, post = '' } = values;
    const { change, shift } = putShift(context, { schoolId, dutyId: duty, date, slot, post, person, from, to });
    if (change === 'kept') throw new FormRefused('这一班已过，或已有人到岗');
    if (!shift || change === 'unchanged') continue;
    if (clashing(context, person, shift)) throw new FormRefused(`${nameOf(context, person)}那时已有班`, '请换一位。');
    last = shift;
    if (shift.startsAt > context.now)
      sendCard(
        context,
        'shift.given',
        { shift: shift.id },
        { person },
        { dedupeKey: `given:${shift.id}:${context.now}:${person}` },
      );
  }
  if (!last) return { toast: { tone: 'info', text: '排班和原来一样' } };
  return {
    toast: { tone: 'success', text: '已保存排班' },
    become: { card: 'shift.given', subject: { shift: last.id } },
  };
}

export const shiftActions: readonly Action[] = [...checkInActions, ...swapActions, ...rosterActions];
