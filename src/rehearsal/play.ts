import type { Card } from '../../cards/model.ts';
import { clockOf, dateOf, instantOf, MINUTE, plusDays } from '../kernel/time.ts';
import type { Inbound, PlatformName, Recipient } from '../platforms/platform.ts';
import type { Agenda } from './agenda.ts';
import { between, chance } from './chance.ts';
import { directChatOf } from './counting_platform.ts';
import { fillForm } from './fill.ts';
import type { Shown } from './phones.ts';
import { type Colleague, isAway } from './staff.ts';
import type { StaffModel } from './staff_model.ts';
import { minutesFor, nextStep, pressedOnce, type Step } from './steps.ts';
import type { Tally } from './tally.ts';
import type { VirtualClock } from './virtual_clock.ts';

/** Something one of the staff does at a time. */
export interface Deed {
  readonly by: Colleague;
  /** Sends what it comes to; undefined when there is nothing left to do. */
  readonly run: () => Inbound | undefined;
  /** Given the card that came with the answer, which the presser sees at once (DingTalk; reference/dingtalk.md §6.5). */
  readonly answered?: (card: Card) => void;
  /** Told of the answer's words when it was refused, or of success. */
  readonly after?: (refusal: string | undefined) => void;
}

export interface Players {
  readonly platform: PlatformName;
  readonly timeZone: string;
  readonly seed: number;
  readonly model: StaffModel;
  readonly clock: VirtualClock;
  readonly agenda: Agenda<Deed>;
  readonly tally: Tally;
  readonly staff: readonly Colleague[];
  /** People work on school days. */
  readonly isSchoolDay: (date: string) => boolean;
}

/** Staff tap between these times; what comes later waits for the morning. */
const AWAKE = { from: '07:00', to: '21:30' } as const;
/** A summer; after that nobody waits for the next school day. */
const LONGEST_BREAK_DAYS = 70;
/** Steps somebody takes on one message before they give up: a long checklist has about a dozen pages. */
const STEPS = 30;

/** People who look at what reaches their phones and act on it, as the staff model says. */
export interface Play {
  received(to: Recipient, shown: Shown): void;
  /** Somebody types a sentence, with a photo or without. */
  says(by: Colleague, at: number, words: string, photo?: boolean): void;
}

export function createPlay(players: Players): Play {
  const { platform, timeZone, seed, model, clock, agenda, tally, staff, isSchoolDay } = players;
  const byUser = new Map(staff.map((one) => [one.userId, one]));
  const byPerson = new Map(staff.map((one) => [one.person, one.userId]));
  const heads = staff.filter((one) => one.heads.length > 0);
  const tapped = new Set<string>();
  const wanted = new Map<string, string>();
  let deliveries = 0;

  const common = (by: Colleague) => {
    deliveries += 1;
    return { deliveryId: `delivery-${deliveries}`, platform, at: clock.now(), sender: { userId: by.userId } } as const;
  };
  const roll = (...about: readonly (string | number)[]): number => chance(seed, ...about);
  const today = (at = clock.now()): string => dateOf(at, timeZone);

  /** When somebody who is not away and awake does it. */
  const present = (by: Colleague, at: number): number => {
    let time = at;
    for (let days = 0; days < LONGEST_BREAK_DAYS; days += 1) {
      const date = today(time);
      const minutes = between(0, 40, roll('morning', by.person, date)) * MINUTE;
      if (isAway(by, date, seed) || !isSchoolDay(date))
        time = instantOf(plusDays(date, 1), AWAKE.from, timeZone) + minutes;
      else if (clockOf(time, timeZone) < AWAKE.from) return instantOf(date, AWAKE.from, timeZone) + minutes;
      else if (clockOf(time, timeZone) > AWAKE.to) time = instantOf(plusDays(date, 1), '00:01', timeZone);
      else return time;
    }
    return time;
  };

  const press = (
    by: Colleague,
    shown: Shown,
    pressed: Pick<Extract<Inbound, { kind: 'press' }>, 'action' | 'reference' | 'revision' | 'values'>,
  ): Inbound => ({
    ...common(by),
    kind: 'press',
    messageId: shown.messageId,
    chatId: shown.to.kind === 'group' ? shown.to.chatId : directChatOf(by.userId),
    ...pressed,
  });

  const take = (by: Colleague, shown: Shown, step: Step): Inbound => {
    if (step.is === 'press')
      return press(by, shown, { action: step.button.action, reference: step.button.reference ?? {} });
    if (step.is === 'photo') {
      shown.photos += 1;
      return {
        ...common(by),
        kind: 'message',
        chat: { chatId: directChatOf(by.userId), type: 'direct' },
        messageId: `said-${deliveries}`,
        quotes: shown.messageId,
        content: { type: 'image', image: `photo-${deliveries}` },
      };
    }
    const { form } = step;
    shown.photos = 0;
    const values = fillForm(form, {
      date: today(),
      clock: clockOf(clock.now(), timeZone),
      accountOf: (person) => byPerson.get(person),
      roll: (about) => roll('fill', shown.messageId, form.action, about, deliveries),
      wanted: wantedBy(by, form.action, shown.messageId),
      finds: model.finds,
    });
    return press(by, shown, {
      action: form.action,
      reference: form.reference ?? {},
      revision: form.revision,
      values,
    });
  };

  function wantedBy(by: Colleague, action: string, messageId: string): ReadonlyMap<string, string> {
    const wants = new Map<string, string>();
    const className = wanted.get(by.userId);
    if (action === 'duty.deputy' && className !== undefined) wants.set('task', className);
    if (action === 'hazard.recheck' && roll('recheck', messageId) < model.sentBack) {
      wants.set('result', 'sent_back');
      wants.set('reason', '还没有全部修好，请再看一下。');
    }
    return wants;
  }

  /** Nobody taps the same thing twice, or hands in one page twice. */
  const stepOn = (by: Colleague, shown: Shown): Step | undefined => {
    const step = nextStep(shown.card, model, roll('tap', shown.messageId, by.person), shown.photos, shown.pressed);
    return step && shown.taken.has(nameOf(step)) ? undefined : step;
  };

  /** Plans what somebody will do with a message, if anything. `steps`: how many they have taken on it already. */
  function plan(by: Colleague, shown: Shown, steps: number): void {
    const step = stepOn(by, shown);
    if (!step || steps >= STEPS) return;
    const { habit } = by;
    const share = roll('minutes', shown.messageId, by.person, steps);
    // Mid-way through a form people go on; at the start it is a matter of habit.
    const [from, to] = minutesFor(shown.card, step) ?? (steps > 0 ? [1, 3] : habit.minutes);
    const wait = between(from * 60, to * 60, share) * 1_000;
    const isNow = step.is === 'press' && step.button.action === 'shift.check-in';
    const at = isNow ? clock.now() + wait : present(by, clock.now() + wait);
    if (isNow && isAway(by, today(at), seed)) return;
    agenda.add(at, {
      by,
      run: () => {
        const current = stepOn(by, shown);
        if (current && current.is !== 'photo') shown.taken.add(nameOf(current));
        if (current?.is === 'press' && pressedOnce.has(current.button.action)) shown.pressed.add(current.button.action);
        return current && take(by, shown, current);
      },
      answered: (card) => {
        // In a group only the presser's own phone changes before the update.
        if (shown.to.kind === 'person') shown.card = card;
      },
      after: (refusal) => {
        if (refusal === undefined) agenda.add(clock.now() + 5_000, { by, run: () => void plan(by, shown, steps + 1) });
      },
    });
  }

  /** The shared card: every head who is there taps for their own class, colleagues for some of the others. */
  function onBoard(shown: Shown, isNudge: boolean): void {
    const done = shown.card.actions.find((one) => one.action === 'duty.board-done');
    const deputy = shown.card.actions.find((one) => one.action === 'duty.board-deputy');
    const period = done?.reference?.period;
    if (!done || period === undefined) return;
    // A reminder is for today; what is held once a week or month is tapped when it was held.
    const isReminder = done.label === '本班已讲';
    for (const head of heads) {
      const key = `${period} ${head.person}`;
      if (tapped.has(key)) continue;
      const minutes = isReminder || isNudge ? head.habit.minutes : ([30, 3 * 24 * 60] as const);
      const wait = between(minutes[0] * 60, minutes[1] * 60, roll('board', key, isNudge ? 1 : 0)) * 1_000;
      const at = clock.now() + wait;
      if (isReminder && isAway(head, today(at), seed)) {
        if (deputy && !isNudge && roll('deputy', key) < model.deputies) standIn(head, shown, key, at);
        continue;
      }
      const share = isNudge ? head.habit.again : head.habit.first;
      if (roll('acts', key, shown.messageId) >= share) continue;
      agenda.add(present(head, at), {
        by: head,
        run: () => {
          if (tapped.has(key)) return undefined;
          tapped.add(key);
          return press(head, shown, { action: done.action, reference: done.reference ?? {} });
        },
      });
    }
  }

  function standIn(head: Colleague, shown: Shown, key: string, at: number): void {
    const others = heads.filter((one) => one !== head && !isAway(one, today(at), seed));
    const colleague = others[between(0, others.length - 1, roll('stands in', key))];
    const deputy = shown.card.actions.find((one) => one.action === 'duty.board-deputy');
    const [className] = head.heads;
    if (!colleague || !deputy || className === undefined) return;
    agenda.add(at, {
      by: colleague,
      run: () => {
        if (tapped.has(key)) return undefined;
        tapped.add(key);
        wanted.set(colleague.userId, className);
        return press(colleague, shown, { action: deputy.action, reference: deputy.reference ?? {} });
      },
    });
  }

  return {
    received(to, shown) {
      if (to.kind === 'group') {
        if (shown.card.key === 'duty.board') onBoard(shown, false);
        else if (shown.card.key === 'duty.group-nudge') onBoard(shown, true);
        return;
      }
      const by = to.kind === 'person' ? byUser.get(to.userId) : undefined;
      if (!by) return;
      const isAnswer = tally.hasJustActed(by.person, clock.now());
      const isAgain = isReminding(shown.card);
      const isDuty = shown.card.key.startsWith('shift.');
      const share = isAnswer ? 1 : isDuty ? by.habit.onDuty : isAgain ? by.habit.again : by.habit.first;
      if (roll('acts', shown.messageId, by.person) < share) plan(by, shown, isAnswer ? 1 : 0);
    },
    says(by, at, words, photo = false) {
      agenda.add(present(by, at), {
        by,
        run: () => ({
          ...common(by),
          kind: 'message',
          chat: { chatId: directChatOf(by.userId), type: 'direct' },
          messageId: `said-${deliveries}`,
          content: photo
            ? { type: 'rich', text: words, images: [`photo-${deliveries}`] }
            : { type: 'text', text: words },
        }),
      });
    },
  };
}

/** What makes a step another one. */
function nameOf(step: Step): string {
  if (step.is === 'photo') return 'photo';
  if (step.is === 'press') return `${step.button.action} ${JSON.stringify(step.button.reference)}`;
  return `${step.form.action} ${JSON.stringify(step.form.reference)} ${step.form.revision}`;
}

/** Cards that ask once more. */
const isReminding = (card: Card): boolean => /overdue|recheck-due|untriaged|control-wanted/.test(card.key);
