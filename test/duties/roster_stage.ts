import { and, eq, lte } from 'drizzle-orm';
import { actionsOf, type Card, plainCard, type Reference } from '../../cards/model.ts';
import { dutyFeature } from '../../src/duties/actions.ts';
import type { Entered, Viewer } from '../../src/kernel/presentation.ts';
import { buildRegistry, requireKnownActions } from '../../src/kernel/registry.ts';
import { instantOf } from '../../src/kernel/time.ts';
import { nextTimerAt } from '../../src/kernel/timers.ts';
import type { Answer } from '../../src/organisation/inbox.ts';
import { press } from '../../src/organisation/press.ts';
import { tickSlice } from '../../src/organisation/tick.ts';
import { classGroup, identity, outbox, person, role, school, sentCard } from '../../src/store/schema/index.ts';
import { makeWorld } from '../context.ts';

export const ZONE = 'Asia/Shanghai';
export const at = (date: string, clock: string): number => instantOf(date, clock, ZONE);

/** A school of eight: the office, leaders, two class heads of one grade, one of another, and a dormitory keeper. */
const staff: readonly (readonly [string, readonly string[]])[] = [
  ['李敏', ['safety_office']],
  ['王强', ['duty_leader']],
  ['陈副', ['vice_principal']],
  ['王芳', ['class_teacher', 'duty_teacher']],
  ['赵伟', ['class_teacher', 'duty_teacher']],
  ['孙丽', ['class_teacher']],
  ['周敏', ['dorm_keeper']],
  ['吴刚', ['facility_lead']],
];
const classes: readonly (readonly [string, string, string])[] = [
  ['王芳', '初二3班', '八年级'],
  ['赵伟', '初二5班', '八年级'],
  ['孙丽', '初一1班', '七年级'],
];

export interface Arrived {
  readonly to: string;
  readonly card: string;
  readonly text: string;
}

/** A school with phones whose clock is moved by hand; presses go through the organisation's own path. */
export function openRosterStage(start = at('2025-09-18', '06:00')) {
  const world = makeWorld(start);
  const registry = buildRegistry([dutyFeature]);
  const { db } = world.store;
  db.insert(school).values({ name: '光善学校', shortName: 'GS' }).run();
  const ids = new Map<string, number>();
  for (const [name, roles] of staff) {
    const { id } = db.insert(person).values({ name, createdAt: 0 }).returning({ id: person.id }).get();
    ids.set(name, id);
    db.insert(identity)
      .values({ platform: 'feishu', userId: `ou_${id}`, personId: id, directChatId: `oc_${id}` })
      .run();
    for (const held of roles) {
      if (held !== 'class_teacher') db.insert(role).values({ personId: id, schoolId: 1, role: held }).run();
    }
  }
  const id = (name: string): number => {
    const found = ids.get(name);
    if (found === undefined) throw new Error(`${name} is not on this stage`);
    return found;
  };
  for (const [head, name, grade] of classes) {
    const made = db
      .insert(classGroup)
      .values({ schoolId: 1, name, stage: 'junior', grade, canonical: name })
      .returning({ id: classGroup.id })
      .get();
    db.insert(role)
      .values({ personId: id(head), schoolId: 1, role: 'class_teacher', scope: 'class', scopeId: String(made.id) })
      .run();
  }
  const arrived: Arrived[] = [];
  let messages = 0;

  const show = (name: string, subject: Reference, viewer: Viewer, entered?: Entered): Card | undefined => {
    const presentation = registry.presentations.get(name);
    if (!presentation) throw new Error(`no presentation ${name}`);
    const card = presentation.show(world.context(), subject, viewer, entered);
    if (card) requireKnownActions(registry, name, actionsOf(card));
    return card;
  };

  /** Puts what is due on phones; gives what arrived newly. Updates arrive silently. */
  const deliver = (): readonly Arrived[] => {
    const before = arrived.length;
    const { now } = world.context();
    const due = db
      .select()
      .from(outbox)
      .where(and(eq(outbox.state, 'pending'), lte(outbox.notBefore, now)))
      .all();
    for (const row of due) {
      db.update(outbox).set({ state: 'sent', finishedAt: now }).where(eq(outbox.id, row.id)).run();
      const to = [...ids].find(([, each]) => each === row.personId)?.[0] ?? '?';
      if (row.kind === 'text') arrived.push({ to, card: '', text: row.text ?? '' });
      if (row.kind !== 'card' || row.card === null || row.personId === null) continue;
      const viewer: Viewer = { kind: 'person', person: row.personId };
      // Rows hold the Reference they were written with.
      const subject = row.subject as Reference;
      if (!registry.presentations.get(row.card)?.wanted(world.context(), subject, viewer)) continue;
      const card = show(row.card, subject, viewer);
      if (!card) continue;
      messages += 1;
      db.insert(sentCard)
        .values({
          card: row.card,
          subject,
          topic: registry.presentations.get(row.card)?.topic(subject) ?? '',
          platform: 'feishu',
          messageId: `om_${messages}`,
          chatId: `oc_${row.personId}`,
          personId: row.personId,
          sentAt: now,
          shown: '',
        })
        .run();
      arrived.push({ to, card: row.card, text: plainCard(card) });
    }
    return arrived.slice(before);
  };

  const phone = (name: string) =>
    db
      .select()
      .from(sentCard)
      .where(and(eq(sentCard.personId, id(name)), eq(sentCard.state, 'live')))
      .all()
      .map((row) => {
        // Rows hold what they were written with.
        const entered = (row.entered ?? undefined) as Entered | undefined;
        const card = show(row.card, row.subject as Reference, { kind: 'person', person: id(name) }, entered);
        return { messageId: row.messageId, name: row.card, card, text: card ? plainCard(card) : '' };
      });

  /** Reads somebody's newest card of a kind as it is now. */
  const reads = (name: string, card: string): string => phone(name).findLast((one) => one.name === card)?.text ?? '';

  const buttonOf = (card: Card | undefined, label: string) => {
    const form = card?.form;
    if (form?.submit === label)
      return { action: form.action, reference: form.reference ?? {}, revision: form.revision };
    const button = [...(card?.actions ?? []), ...(form?.cancel ? [form.cancel] : [])].find(
      (one) => one.label === label,
    );
    return button && { action: button.action, reference: button.reference ?? {} };
  };

  let deliveries = 0;
  type Values = Readonly<Record<string, string | number | boolean | readonly string[]>>;
  const pressing = (
    name: string,
    messageId: string,
    button: { action: string; reference: Reference; revision?: number },
    values?: Values,
  ): Answer => {
    deliveries += 1;
    return world.store.transaction(() =>
      press(
        world.context(),
        registry,
        {
          kind: 'press',
          deliveryId: `d${deliveries}`,
          platform: 'feishu',
          at: world.context().now,
          sender: { userId: `ou_${id(name)}` },
          messageId,
          chatId: `oc_${id(name)}`,
          ...button,
          ...(values ? { values } : {}),
        },
        'patch',
      ),
    );
  };

  /** Presses the newest card on the phone that has such a button; fails the test when there is none. */
  const presses = (name: string, label: string, values?: Values): string => {
    deliver();
    const on = phone(name).findLast((one) => buttonOf(one.card, label));
    const button = buttonOf(on?.card, label);
    if (!on || !button) {
      const seen = phone(name).map((one) => one.text);
      throw new Error(`${name} sees no button ${label}; sees:\n${seen.join('\n--\n')}`);
    }
    const answer = pressing(name, on.messageId, button, values);
    return answer.toast?.text ?? '';
  };

  /** Lets time pass up to an instant, stopping wherever something is due. */
  const until = (instant: number): readonly Arrived[] => {
    const before = arrived.length;
    for (;;) {
      const next = nextTimerAt(db);
      if (next === undefined || next > instant) break;
      world.later(Math.max(0, next - world.context().now));
      const slice = world.store.transaction(() => tickSlice(world.context(), registry));
      if (slice.failures.length > 0) throw slice.failures[0]?.error;
      deliver();
    }
    world.later(Math.max(0, instant - world.context().now));
    deliver();
    return arrived.slice(before);
  };

  /** The clock jumps without anybody looking: an outage. Then everything due runs. */
  const outage = (instant: number): readonly Arrived[] => {
    const before = arrived.length;
    world.later(instant - world.context().now);
    for (let slices = 0; slices < 50; slices += 1) {
      const slice = world.store.transaction(() => tickSlice(world.context(), registry));
      if (slice.failures.length > 0) throw slice.failures[0]?.error;
      if (!slice.more) break;
    }
    deliver();
    return arrived.slice(before);
  };

  return {
    ...world,
    db,
    registry,
    id,
    deliver,
    arrived,
    phone,
    reads,
    presses,
    pressing,
    until,
    outage,
    acting: (name: string) => world.as({ kind: 'person', person: id(name), platform: 'feishu' }),
  };
}

export type RosterStage = ReturnType<typeof openRosterStage>;
