/**
 * `receive` and `tick` on every engine behind the store (design.md §2): once, whole or not at all, and what fails takes
 * nothing else with it. A probe feature stands in for the product's own.
 */
import { asc, eq, sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defineAction } from '../../src/kernel/action.ts';
import type { Context } from '../../src/kernel/context.ts';
import type { Feature } from '../../src/kernel/feature.ts';
import { staff } from '../../src/kernel/permission.ts';
import { definePresentation } from '../../src/kernel/presentation.ts';
import { record, verifyChain } from '../../src/kernel/record.ts';
import { Refused } from '../../src/kernel/refused.ts';
import { sendText } from '../../src/kernel/send.ts';
import { HOUR, MINUTE } from '../../src/kernel/time.ts';
import { setTimer } from '../../src/kernel/timers.ts';
import { createOrganisation, type Log, type Organisation } from '../../src/organisation/organisation.ts';
import type { Inbound } from '../../src/platforms/platform.ts';
import {
  audit,
  counter,
  delivery,
  identity,
  outbox,
  person,
  role,
  school,
  sentCard,
  timer,
} from '../../src/store/schema/index.ts';
import type { Store } from '../../src/store/store.ts';
import { NOW, systemContext, type WithStore } from './ground.ts';

const count = (context: Context, key: string): number =>
  context.db
    .insert(counter)
    .values({ key, value: 1 })
    .onConflictDoUpdate({ target: counter.key, set: { value: sql`${counter.value} + 1` } })
    .returning({ value: counter.value })
    .get().value;

const counted = (store: Store): Record<string, number> =>
  Object.fromEntries(
    store.db
      .select()
      .from(counter)
      .orderBy(asc(counter.key))
      .all()
      .map((row) => [row.key, row.value]),
  );

class Broken extends Error {}

/** Every press counts, is recorded and sends a sentence; then it may refuse or break. */
const press = defineAction({
  name: 'probe.press',
  reference: z.object({ what: z.string(), ending: z.enum(['done', 'refused', 'broken']).default('done') }),
  subject: (context) => context.db.select({ schoolId: school.id }).from(school).get(),
  who: staff,
  run: (context, { person: by, reference }) => {
    const what = String(reference.what);
    const times = count(context, what);
    record(context, 'probe.pressed', what, { times });
    sendText(context, `${what}：第 ${times} 次`, { person: by });
    if (reference.ending === 'refused') throw new Refused('probe.refused', '现在不行');
    if (reference.ending === 'broken') throw new Broken('the verb broke');
    return { toast: { tone: 'success', text: `${what} ${times}` } };
  },
});

const shown = definePresentation({
  card: 'probe.card',
  subject: z.object({ what: z.string() }),
  topic: ({ what }) => `probe:${what}`,
  show: (context, { what }) => {
    const times =
      context.db.select({ value: counter.value }).from(counter).where(eq(counter.key, what)).get()?.value ?? 0;
    return {
      key: 'probe.card',
      title: `${what}，现在 ${times} 次`,
      tone: 'info',
      blocks: [],
      actions: [],
      summary: what,
    };
  },
});

/** `probe`: counts its subject. `chain`: sets the next one at once. `broken`: counts, then breaks. */
const probe: Feature = {
  name: 'probe',
  actions: [press],
  presentations: [shown],
  timers: [
    { kind: 'probe', run: (context, subject) => void count(context, `timer ${subject}`) },
    {
      kind: 'chain',
      run: (context, subject) => {
        count(context, 'chain');
        if (Number(subject) > 1) setTimer(context, 'chain', String(Number(subject) - 1), context.now);
      },
    },
    {
      kind: 'broken',
      run: (context, subject) => {
        count(context, `broken ${subject}`);
        throw new Broken('the timer broke');
      },
    },
  ],
};

interface Opened {
  readonly organisation: Organisation;
  /** Lets everything posted since the last time be handled, in one commit. */
  readonly handle: () => void;
  readonly errors: readonly Readonly<Record<string, unknown>>[];
}

/** One school with 王芳 in it, whose account is `ou_wang` and who talks to the bot in `oc_wang`. */
function open(store: Store, cardReply: 'patch' | 'inline' = 'patch'): Opened {
  const { db } = store;
  const { id: schoolId } = db
    .insert(school)
    .values({ name: '青山实验学校', shortName: 'QS' })
    .returning({ id: school.id })
    .get();
  const { id } = db.insert(person).values({ name: '王芳', createdAt: NOW }).returning({ id: person.id }).get();
  db.insert(identity)
    .values({ platform: 'feishu', userId: 'ou_wang', personId: id, directChatId: 'oc_wang', greetedAt: NOW })
    .run();
  db.insert(role).values({ personId: id, schoolId, role: 'safety_office' }).run();
  const { random, sealer } = systemContext(store);
  const planned: (() => void)[] = [];
  const errors: Readonly<Record<string, unknown>>[] = [];
  const log: Log = { info: () => {}, warn: () => {}, error: (fields) => void errors.push(fields) };
  return {
    organisation: createOrganisation({
      store,
      features: [probe],
      timeZone: 'Asia/Shanghai',
      cardReply,
      sealer,
      random,
      schedule: (run) => void planned.push(run),
      onCommit: () => {},
      log,
    }),
    handle: () => {
      for (const run of planned.splice(0)) run();
    },
    errors,
  };
}

const pressOf = (deliveryId: string, reference: Record<string, string>, messageId = 'om_none'): Inbound => ({
  kind: 'press',
  deliveryId,
  platform: 'feishu',
  at: NOW,
  sender: { userId: 'ou_wang' },
  messageId,
  chatId: 'oc_wang',
  action: 'probe.press',
  reference,
});

const sentTexts = (store: Store): (string | null)[] =>
  store.db
    .select({ text: outbox.text })
    .from(outbox)
    .where(eq(outbox.kind, 'text'))
    .orderBy(asc(outbox.id))
    .all()
    .map((row) => row.text);

const noPause = (): Promise<void> => Promise.resolve();

export function organisationConformance(withStore: WithStore): void {
  describe('receive', () => {
    test('a delivery takes effect once; delivered again it gets the same answer', () =>
      withStore(async (store) => {
        const { organisation, handle } = open(store);
        const answers = [];
        for (const now of [NOW, NOW + 1000, NOW + 6 * HOUR]) {
          const answer = organisation.receive(pressOf('d1', { what: '灭火器' }), now);
          handle();
          answers.push(await answer);
        }
        const toast = { tone: 'success', text: '灭火器 1' };
        expect(answers).toEqual([{ toast }, { toast }, { toast }]);
        const another = organisation.receive(pressOf('d2', { what: '灭火器' }), NOW);
        handle();
        expect(await another).toEqual({ toast: { tone: 'success', text: '灭火器 2' } });
        expect(counted(store)).toEqual({ 灭火器: 2 });
        expect(sentTexts(store)).toEqual(['灭火器：第 1 次', '灭火器：第 2 次']);
        expect(verifyChain(store.db)).toMatchObject({ ok: true, rows: 2 });
      }));

    test('answered inline, a redelivery gets the same toast and the card as it is now', () =>
      withStore(async (store) => {
        const { organisation, handle } = open(store, 'inline');
        const card = {
          card: 'probe.card',
          subject: { what: '井盖' },
          topic: 'probe:井盖',
          platform: 'feishu',
          messageId: 'om_1',
        } as const;
        store.db
          .insert(sentCard)
          .values({ ...card, sentAt: NOW, shown: '' })
          .run();
        const received = async (deliveryId: string, now: number) => {
          const answer = organisation.receive(pressOf(deliveryId, { what: '井盖' }, 'om_1'), now);
          handle();
          const { toast, card: shownCard } = await answer;
          return [toast?.text, shownCard?.card.title];
        };
        expect(await received('d1', NOW)).toEqual(['井盖 1', '井盖，现在 1 次']);
        expect(await received('d2', NOW + MINUTE)).toEqual(['井盖 2', '井盖，现在 2 次']);
        expect(await received('d1', NOW + 2 * MINUTE)).toEqual(['井盖 1', '井盖，现在 2 次']);
      }));

    test('of several in one commit the one that breaks rolls back alone, and may come again', () =>
      withStore(async (store) => {
        const { organisation, handle } = open(store);
        const answers = Promise.allSettled([
          organisation.receive(pressOf('d1', { what: '甲' }), NOW),
          organisation.receive(pressOf('d2', { what: '乙', ending: 'broken' }), NOW),
          organisation.receive(pressOf('d3', { what: '丙' }), NOW),
          organisation.receive(pressOf('d1', { what: '甲' }), NOW),
        ]);
        handle();
        const texts = (await answers).map((one) => (one.status === 'fulfilled' ? one.value.toast?.text : one.reason));
        expect(texts).toEqual(['甲 1', expect.stringContaining('没存上，请再点一次'), '丙 1', '甲 1']);
        expect(counted(store)).toEqual({ 丙: 1, 甲: 1 });
        expect(store.db.select({ id: delivery.deliveryId }).from(delivery).all()).toEqual([{ id: 'd1' }, { id: 'd3' }]);
        const again = organisation.receive(pressOf('d2', { what: '乙' }), NOW);
        handle();
        expect((await again).toast?.text).toBe('乙 1');
        expect(sentTexts(store)).toEqual(['甲：第 1 次', '丙：第 1 次', '乙：第 1 次']);
        expect(verifyChain(store.db)).toMatchObject({ ok: true, rows: 3 });
      }));

    test('a refusal undoes what the verb did and is an answer all the same', () =>
      withStore(async (store) => {
        const { organisation, handle } = open(store);
        const received = async (deliveryId: string) => {
          const answer = organisation.receive(pressOf(deliveryId, { what: '水阀', ending: 'refused' }), NOW);
          handle();
          return answer;
        };
        const refusal = { toast: { tone: 'warning', text: '现在不行' } };
        expect(await received('d1')).toEqual(refusal);
        expect(await received('d1')).toEqual(refusal);
        expect(counted(store)).toEqual({});
        expect(sentTexts(store)).toEqual([]);
        expect(store.db.select().from(audit).all()).toEqual([]);
      }));

    test('more arrivals than one commit takes are all handled', () =>
      withStore(async (store) => {
        const { organisation, handle } = open(store);
        const answers = Array.from({ length: 150 }, (_, index) =>
          organisation.receive(pressOf(`d${index}`, { what: '门' }), NOW),
        );
        for (let round = 0; round < 3; round += 1) handle();
        const toasts = (await Promise.all(answers)).map((answer) => answer.toast?.text);
        expect(toasts).toEqual(answers.map((_, index) => `门 ${index + 1}`));
        expect(verifyChain(store.db)).toMatchObject({ ok: true, rows: 150 });
      }));
  });

  describe('tick', () => {
    test('runs what is due once, and leaves what is not', () =>
      withStore(async (store) => {
        const { organisation } = open(store);
        for (const [subject, at] of [
          ['1', NOW - 1],
          ['2', NOW],
          ['3', NOW + 1],
        ] as const)
          setTimer(store, 'probe', subject, at);
        await organisation.tick(NOW, noPause);
        await organisation.tick(NOW, noPause);
        expect(counted(store)).toEqual({ 'timer 1': 1, 'timer 2': 1 });
        expect(organisation.nextTickAt()).toBe(NOW + 1);
        await organisation.tick(NOW + 1, noPause);
        expect(counted(store)).toEqual({ 'timer 1': 1, 'timer 2': 1, 'timer 3': 1 });
        expect(organisation.nextTickAt()).toBeUndefined();
      }));

    test('a timer that breaks is put back with a growing pause and takes nothing else with it', () =>
      withStore(async (store) => {
        const { organisation, errors } = open(store);
        setTimer(store, 'probe', 'before', NOW - 2);
        setTimer(store, 'broken', '17', NOW - 1);
        setTimer(store, 'nobody knows it', '', NOW - 1);
        setTimer(store, 'probe', 'after', NOW);
        await organisation.tick(NOW, noPause);
        expect(counted(store)).toEqual({ 'timer after': 1, 'timer before': 1 });
        expect(errors.map((fields) => fields.timer)).toEqual(['broken', 'nobody knows it']);
        const waiting = () =>
          store.db
            .select({ kind: timer.kind, dueAt: timer.dueAt, failures: timer.failures })
            .from(timer)
            .orderBy(asc(timer.kind))
            .all();
        expect(waiting()).toEqual([
          { kind: 'broken', dueAt: NOW + MINUTE, failures: 1 },
          { kind: 'nobody knows it', dueAt: NOW + MINUTE, failures: 1 },
        ]);
        await organisation.tick(NOW + MINUTE, noPause);
        expect(waiting()[0]).toEqual({ kind: 'broken', dueAt: NOW + 3 * MINUTE, failures: 2 });
      }));

    test('many are run in slices, and presses get through between them', () =>
      withStore(async (store) => {
        const { organisation, handle } = open(store);
        for (let index = 0; index < 120; index += 1) setTimer(store, 'probe', String(index), NOW - index);
        setTimer(store, 'chain', '3', NOW);
        const between: (string | undefined)[] = [];
        await organisation.tick(NOW, async () => {
          const answer = organisation.receive(pressOf(`d${between.length}`, { what: '铃' }), NOW);
          handle();
          between.push((await answer).toast?.text);
        });
        expect(between.slice(0, 2)).toEqual(['铃 1', '铃 2']);
        const { chain, ...others } = counted(store);
        expect(chain).toBe(3);
        expect(Object.keys(others).filter((key) => key.startsWith('timer'))).toHaveLength(120);
      }));
  });
}
