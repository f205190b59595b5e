import { z } from 'zod';
import {
  handOverCard,
  handOverFields,
  myShiftsCard,
  type ShiftAbsentView,
  shiftAbsentCard,
  shiftCheckinCard,
  shiftGivenCard,
  shiftHandedCard,
} from '../../cards/duties/shift.ts';
import { shiftEditCard, shiftEditFields, shiftRosterCard } from '../../cards/duties/shift_roster.ts';
import { type SwapView, swapCard, swapFields, swapFormCard, swappedCard } from '../../cards/duties/swap.ts';
import type { Card } from '../../cards/model.ts';
import type { ReadContext } from '../kernel/context.ts';
import { hasRole } from '../kernel/permission.ts';
import { definePresentation, type Entered, type Presentation, type Viewer } from '../kernel/presentation.ts';
import { clockOf, dateOf, dayText, HOUR, shortDay } from '../kernel/time.ts';
import { candidates, nameOf } from '../school/people.ts';
import { rosterTopic } from '../school/roster_import.ts';
import { shiftImportView } from './shift_import.ts';
import {
  besides,
  dutyOf,
  neighbour,
  onShift,
  type Shift,
  shiftById,
  shiftTopic,
  upcomingShifts,
  whatText,
} from './shift_rows.ts';
import { dutyWords, rosterDuties } from './shift_times.ts';
import { mayVouch, UNDO_MS } from './shifts.ts';
import { swapById, swapTopic } from './swap.ts';

const id = z.number().int().positive();
const ofShift = z.object({ shift: id });
const ofSwap = z.object({ swap: id });
const personOf = (viewer: Viewer): number => (viewer.kind === 'person' ? viewer.person : 0);

/** Roles that usually stand a duty's shifts come first among the people to choose from. */
export const shiftRoles = {
  'leader-duty-roster': ['duty_leader', 'vice_principal'],
  'teacher-gate-duty': ['duty_teacher'],
  'night-duty-patrol': ['dorm_keeper'],
} as const;

/** 07:00—次日 07:00. */
function spanText(context: ReadContext, shift: Shift): string {
  const [from, to] = [clockOf(shift.startsAt, context.timeZone), clockOf(shift.endsAt, context.timeZone)];
  const isNextDay = dateOf(shift.endsAt, context.timeZone) !== dateOf(shift.startsAt, context.timeZone);
  return `${from}—${isNextDay ? '次日 ' : ''}${to}`;
}

export function shiftView(context: ReadContext, shift: Shift, viewer: number): ShiftAbsentView {
  const today = dateOf(context.now, context.timeZone);
  const there = onShift(context, shift);
  const mine = there === viewer;
  const last = shift.handedOverAt ?? shift.checkedInAt;
  return {
    shift: shift.id,
    school: shift.schoolId,
    what: whatText(shift),
    date: dayText(shift.date, today),
    today: shift.date === today,
    startsAt: clockOf(shift.startsAt, context.timeZone),
    span: spanText(context, shift),
    person: nameOf(context, there),
    insteadOf: there === shift.personId ? '' : nameOf(context, shift.personId),
    beside: besides(context, shift)
      .filter(() => shift.dutyId === rosterDuties[0])
      .map((one) => nameOf(context, onShift(context, one)))
      .join('、'),
    left: neighbour(context, shift, 'before')?.handover ?? '',
    arrivedAt: shift.checkedInAt === null ? '' : clockOf(shift.checkedInAt, context.timeZone),
    handover: shift.handover ?? '',
    handedAt: shift.handedOverAt === null ? '' : clockOf(shift.handedOverAt, context.timeZone),
    mine,
    mayUndo: mine && last !== null && context.now - last <= UNDO_MS,
    mayArrive: mine && context.now <= shift.endsAt + 24 * HOUR,
    maySwap: mine && shift.checkedInAt === null && context.now < shift.startsAt,
    over: context.now >= shift.endsAt,
    mayVouch: mayVouch(context, viewer, shift),
    mayEdit: ['safety_office', 'vice_principal', 'principal'].some((role) =>
      hasRole(context, viewer, shift.schoolId, role),
    ),
  };
}

const shiftCard = (
  card: string,
  show: (context: ReadContext, shift: Shift, viewer: number, entered: Entered | undefined) => Card,
  wanted: (context: ReadContext, shift: Shift, viewer: number) => boolean = () => true,
): Presentation =>
  definePresentation({
    card,
    subject: ofShift,
    topic: ({ shift }) => shiftTopic(shift),
    show: (context, { shift }, viewer, entered) => {
      const row = shiftById(context, shift);
      return row && show(context, row, personOf(viewer), entered);
    },
    wanted: (context, { shift }, viewer) => {
      const row = shiftById(context, shift);
      return row !== undefined && wanted(context, row, personOf(viewer));
    },
  });

const isWaiting = (context: ReadContext, shift: Shift): boolean =>
  shift.checkedInAt === null && context.now < shift.endsAt;

function swapView(context: ReadContext, swap: number, viewer: number): SwapView | undefined {
  const row = swapById(context, swap);
  if (!row) return undefined;
  return {
    swap: row.id,
    shift: row.shiftId,
    from: nameOf(context, row.fromId),
    to: nameOf(context, row.toId),
    what: whatText(row.shift),
    date: shortDay(row.shift.date, dateOf(context.now, context.timeZone)),
    at: clockOf(row.shift.startsAt, context.timeZone),
    state: row.state,
    begun: context.now >= row.shift.startsAt,
    mine: row.fromId === viewer,
  };
}

const swapPresentations: readonly Presentation[] = [
  shiftCard('shift.swap-form', (context, shift, viewer, entered) =>
    swapFormCard({
      shift: shift.id,
      what: whatText(shift),
      date: shortDay(shift.date, dateOf(context.now, context.timeZone)),
      at: clockOf(shift.startsAt, context.timeZone),
      fields: swapFields.show(
        { to: { candidates: candidates(context, shift.schoolId, shiftRoles[dutyOf(shift)], [viewer]) } },
        entered?.values,
      ),
      open: onShift(context, shift) === viewer && shift.checkedInAt === null && context.now < shift.startsAt,
      ...(entered ? { message: entered.message } : {}),
    }),
  ),
  definePresentation({
    card: 'shift.swap',
    subject: ofSwap,
    topic: ({ swap }) => swapTopic(swap),
    show: (context, { swap }, viewer) => {
      const view = swapView(context, swap, personOf(viewer));
      return view && swapCard(view);
    },
    wanted: (context, { swap }) => swapById(context, swap)?.state === 'asked',
  }),
  definePresentation({
    card: 'shift.swapped',
    subject: ofSwap,
    topic: ({ swap }) => swapTopic(swap),
    show: (context, { swap }, viewer) => {
      const view = swapView(context, swap, personOf(viewer));
      return view && swappedCard(view);
    },
  }),
];

export const shiftPresentations: readonly Presentation[] = [
  shiftCard(
    'shift.checkin',
    (context, shift, viewer) => shiftCheckinCard(shiftView(context, shift, viewer)),
    (context, shift, viewer) => isWaiting(context, shift) && onShift(context, shift) === viewer,
  ),
  shiftCard('shift.hand-over', (context, shift, _viewer, entered) => {
    const next = neighbour(context, shift, 'after');
    const follower = next && onShift(context, next);
    return handOverCard({
      shift: shift.id,
      what: whatText(shift),
      date: shortDay(shift.date, dateOf(context.now, context.timeZone)),
      fields: handOverFields.show(
        {
          next: {
            candidates: withFirst(context, shift, next),
            // Morning and afternoon at one gate are often the same teacher's: nobody hands over to themselves.
            initial: follower === onShift(context, shift) ? undefined : follower,
          },
        },
        entered?.values,
      ),
      ...(entered ? { message: entered.message } : {}),
    });
  }),
  shiftCard('shift.handed', (context, shift, viewer) => shiftHandedCard(shiftView(context, shift, viewer))),
  shiftCard('shift.absent', (context, shift, viewer) => shiftAbsentCard(shiftView(context, shift, viewer)), isWaiting),
  shiftCard('shift.given', (context, shift, viewer) => {
    const view = shiftView(context, shift, viewer);
    return shiftGivenCard({
      ...view,
      span: `${view.date} ${view.span}`,
      date: shortDay(shift.date, dateOf(context.now, context.timeZone)),
    });
  }),
  definePresentation({
    card: 'shift.mine',
    subject: z.object({ person: id }),
    topic: ({ person }) => `shifts-of:${person}`,
    show: (context, { person }) => {
      const today = dateOf(context.now, context.timeZone);
      return myShiftsCard({
        shifts: upcomingShifts(context, person)
          .filter((one) => one.startsAt > context.now)
          .map((one) => ({
            shift: one.id,
            text: `${dayText(one.date, today)} ${clockOf(one.startsAt, context.timeZone)} ${whatText(one)}`,
          })),
      });
    },
  }),
  definePresentation({
    card: 'shift.edit',
    subject: z.object({ school: id, shift: z.number().int().default(0) }),
    topic: ({ school, shift }) => (shift === 0 ? `shift-edit:${school}` : shiftTopic(shift)),
    show: (context, { school, shift }, _viewer, entered) => {
      const row = shift === 0 ? undefined : shiftById(context, shift);
      return shiftEditCard({
        school,
        ...(row ? { shift: row.id } : {}),
        fields: shiftEditFields.show(
          {
            duty: {
              options: rosterDuties.map((duty) => ({ value: duty, text: dutyWords[duty] })),
              initial: row?.dutyId ?? rosterDuties[0],
            },
            date: { initial: row?.date ?? dateOf(context.now, context.timeZone) },
            slot: { initial: row?.slot },
            post: { initial: row?.post },
            person: { candidates: candidates(context, school, shiftRoles[row ? dutyOf(row) : rosterDuties[0]]) },
          },
          entered?.values,
        ),
        ...(entered ? { message: entered.message } : {}),
      });
    },
  }),
  definePresentation({
    card: 'shift.roster',
    subject: z.object({ import: id }),
    topic: (of) => rosterTopic(of.import),
    show: (context, of) => {
      const view = shiftImportView(context, of.import);
      return view && shiftRosterCard(view);
    },
  }),
  ...swapPresentations,
];

/** Whoever is next on the roster can always be chosen, also where a school has more than fifty people. */
function withFirst(context: ReadContext, shift: Shift, next: Shift | undefined) {
  const all = candidates(context, shift.schoolId, shiftRoles[dutyOf(shift)], [onShift(context, shift)]);
  if (!next) return all;
  const person = onShift(context, next);
  return [{ person, name: nameOf(context, person) }, ...all.filter((one) => one.person !== person)].slice(0, 50);
}
