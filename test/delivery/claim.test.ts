import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterEach, describe, expect, test } from 'vitest';
import { claimDue, finishRow, LEASE_MS, pruneFinished } from '../../src/delivery/claim.ts';
import { createDelivery } from '../../src/delivery/loop.ts';
import { sendText } from '../../src/kernel/send.ts';
import { DAY } from '../../src/kernel/time.ts';
import { openMemoryStore, openNodeStore } from '../../src/store/node.ts';
import { outbox } from '../../src/store/schema/index.ts';
import type { Store } from '../../src/store/store.ts';
import { cardOf, openDesk, START } from './desk.ts';

const all = { claim: 'me', limit: 32, maxRank: 3 };

function put(
  store: Store,
  rows: readonly { rank?: number; notBefore?: number; state?: 'pending' | 'sent'; finishedAt?: number }[],
): void {
  let key = store.db.select({ id: outbox.id }).from(outbox).all().length;
  store.transaction(() => {
    for (const row of rows) {
      key += 1;
      store.db
        .insert(outbox)
        .values({ kind: 'text', lane: 'normal', rank: 2, notBefore: 0, ...row, dedupeKey: `k${key}`, createdAt: START })
        .run();
    }
  });
}
const done = { state: 'sent', verdict: null, notBefore: 0, attempts: 1 } as const;

describe('claiming', () => {
  test('takes what is due: lane before time before id', () => {
    const store = openMemoryStore(START);
    put(store, [
      { rank: 3 },
      { rank: 2, notBefore: 9 },
      { rank: 2, notBefore: 5 },
      { rank: 0, notBefore: 10 },
      { rank: 2, notBefore: 5 },
      { rank: 1, notBefore: 11 },
    ]);
    expect(claimDue(store.db, 10, all).map((row) => row.id)).toEqual([4, 3, 5, 2, 1]);
    expect(claimDue(store.db, 10, all)).toEqual([]);
  });

  test('takes the first of each lane when there are more than it may take', () => {
    const store = openMemoryStore(START);
    put(
      store,
      Array.from({ length: 40 }, (_, index) => ({ rank: index % 4, notBefore: index })),
    );
    const taken = claimDue(store.db, 100, { ...all, limit: 12 });
    expect(taken.map((row) => [row.rank, row.notBefore])).toEqual([
      ...Array.from({ length: 10 }, (_, index) => [0, index * 4]),
      [1, 1],
      [1, 5],
    ]);
  });

  test('leaves lanes above the highest allowed alone', () => {
    const store = openMemoryStore(START);
    put(store, [{ rank: 0 }, { rank: 1 }, { rank: 2 }]);
    expect(claimDue(store.db, 10, { ...all, maxRank: 1 }).map((row) => row.rank)).toEqual([0, 1]);
  });

  test('a lease that ended gives the row to the next; the first one can no longer finish it', () => {
    const store = openMemoryStore(START);
    put(store, [{}]);
    const [first] = claimDue(store.db, START, { ...all, claim: 'first' });
    expect(claimDue(store.db, START + LEASE_MS, { ...all, claim: 'second' })).toEqual([]);
    const [second] = claimDue(store.db, START + LEASE_MS + 1, { ...all, claim: 'second' });
    if (!first || !second) throw new Error('nothing was claimed');
    expect(second).toMatchObject({ id: first.id, attempts: 2, verdict: 'crashed' });
    expect(finishRow(store.db, first, 'first', done, START)).toBe(false);
    expect(finishRow(store.db, second, 'second', done, START)).toBe(true);
    expect(finishRow(store.db, second, 'second', done, START)).toBe(false);
  });

  test('reads only the index, whatever is finished or planned for later', () => {
    const store = openMemoryStore(START);
    // The same shape as the claim's innermost query.
    const plan = store.db.all<{ detail: string }>(sql`explain query plan select id from outbox
      where state = 'pending' and rank = 2 and not_before <= 5 order by not_before, id limit 3`);
    expect(plan.map((step) => step.detail)).toEqual([
      'SEARCH outbox USING COVERING INDEX outbox_due (state=? AND rank=? AND not_before<?)',
    ]);
  });

  test('forgets what was finished more than 30 days ago, in portions', () => {
    const store = openMemoryStore(START);
    put(store, [
      ...Array.from({ length: 700 }, () => ({ state: 'sent' as const, finishedAt: START })),
      { state: 'sent', finishedAt: START + DAY },
      {},
    ]);
    const now = START + 30 * DAY + 1;
    expect(pruneFinished(store.db, now)).toBe(true);
    expect(pruneFinished(store.db, now)).toBe(false);
    expect(
      store.db
        .select()
        .from(outbox)
        .all()
        .map((row) => row.state),
    ).toEqual(['sent', 'pending']);
  });
});

describe('a sender that dies', () => {
  const directories: string[] = [];
  afterEach(() => {
    for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
  });

  test('between sending and writing: the row comes back, the vendor sees the same key, the phone has one card', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'anyuan-delivery-'));
    directories.push(directory);
    const store = openNodeStore(directory, START);
    const desk = openDesk({ store });
    // It lives on in this process and must not wake: the row's lease would be its own again.
    desk.delivery = desk.openWith({ clock: { now: desk.clock.now, wake: () => () => {} } });
    // The card arrives, and the answer never comes back: the process is gone.
    desk.vendor.state.meanwhile = () => new Promise<void>(() => {});
    const arriving = desk.vendor.platform.sendCard.bind(desk.vendor.platform);
    const keys: string[] = [];
    desk.vendor.platform.sendCard = (to, card, key) => {
      keys.push(key);
      return arriving(to, card, key);
    };
    desk.vendor.state.script = () => undefined;
    desk.note(7, 2);
    // A busy machine claims the row a while before it sends it.
    while (keys.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(desk.rows()).toMatchObject([{ state: 'sending', attempts: 1 }]);

    desk.vendor.state.meanwhile = () => {};
    await arriving(
      { kind: 'person', userId: 'ou_2' },
      { wire: '{"title":"通知7","images":[]}', summary: '' },
      keys[0] ?? '',
    );
    desk.notes.set(7, cardOf('后来的样子'));
    desk.delivery = desk.open();
    await desk.settled();
    expect(desk.vendor.messages).toHaveLength(1);
    expect(desk.delivery.nextAt()).toBe(START + LEASE_MS + 1);
    await desk.wait(LEASE_MS + 5_000);
    expect(keys).toHaveLength(2);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[0]?.length).toBeLessThanOrEqual(50);
    expect(desk.sent()).toMatchObject([{ messageId: 'om_1' }]);
    // The vendor kept the first card; an update brings it to the present.
    expect(desk.vendor.messages).toMatchObject([{ content: '{"title":"后来的样子","images":[]}', updates: 1 }]);
    store.close();
  });

  test('before sending: nothing is lost', async () => {
    const desk = openDesk();
    desk.store.transaction(() => sendText(desk.context(), '已登记', { person: 2 }));
    claimDue(desk.store.db, START, { ...all, claim: 'dead' });
    await desk.wait(LEASE_MS + 1_000);
    expect(desk.vendor.messages.map((message) => message.content)).toEqual(['已登记']);
  });
});

describe('the loop', () => {
  test('stops after what is under way, and starts nothing more', async () => {
    const desk = openDesk({ delivery: { concurrency: 1 } });
    let release = (): void => {};
    desk.vendor.state.meanwhile = () => new Promise<void>((resolve) => (release = resolve));
    desk.note(1, 2);
    desk.note(2, 3);
    await new Promise((resolve) => setTimeout(resolve, 10));
    const stopped = desk.delivery.stop();
    release();
    await stopped;
    expect(desk.rows().map((row) => row.state)).toEqual(['sent', 'pending']);
  });

  test('is driven step by step by a host with an alarm', async () => {
    const desk = openDesk();
    const delivery = createDelivery({ ...desk.options, clock: { now: desk.clock.now, wake: () => () => {} } });
    desk.store.transaction(() => {
      sendText(desk.context(), '现在', { person: 2 });
      sendText(desk.context(), '稍后', { person: 2 }, { notBefore: START + 90_000 });
    });
    expect(await delivery.step()).toBe(START + 90_000);
    expect(desk.vendor.messages).toHaveLength(1);
    desk.clock.jump(90_000);
    expect(await delivery.step()).toBeUndefined();
    expect(desk.vendor.messages).toHaveLength(2);
  });

  test('a row that breaks our own code is tried again, then given up, and takes nothing else with it', async () => {
    const desk = openDesk();
    desk.store.transaction(() => {
      desk.store.db
        .insert(outbox)
        .values({
          kind: 'card',
          lane: 'urgent',
          rank: 0,
          personId: 2,
          card: 'unknown',
          subject: {},
          dedupeKey: 'x',
          notBefore: 0,
          createdAt: START,
        })
        .run();
    });
    desk.note(1, 3);
    await desk.settled();
    expect(desk.vendor.of('ou_3')).toHaveLength(1);
    expect(desk.rows()[0]).toMatchObject({ state: 'pending', attempts: 1, verdict: 'internal: Error' });
    await desk.wait(DAY);
    expect(desk.rows()[0]).toMatchObject({ state: 'failed', attempts: 8, verdict: 'gave_up: internal: Error' });
    expect(desk.vendor.of('ou_1')).toHaveLength(1);
  });

  test('finds nothing to do without being asked again', async () => {
    const desk = openDesk();
    await desk.settled();
    expect(desk.delivery.nextAt()).toBeUndefined();
    let contexts = 0;
    const counting = createDelivery({
      ...desk.options,
      contextAt: (now) => {
        contexts += 1;
        return desk.options.contextAt(now);
      },
    });
    await counting.idle();
    const afterFirst = contexts;
    await desk.clock.to(START + DAY, async () => {});
    expect(contexts).toBe(afterFirst);
  });
});
