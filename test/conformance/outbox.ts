import { asc, eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { claimDue, finishRow, pruneFinished } from '../../src/delivery/claim.ts';
import { CHAIN_START, record, verifyChain } from '../../src/kernel/record.ts';
import { refresh, sendText } from '../../src/kernel/send.ts';
import { audit, outbox, sentCard } from '../../src/store/schema/index.ts';
import { add, Broken, NOW, systemContext, type WithStore } from './ground.ts';

/** What every engine must do for the outbox and the audit. */
export function outboxConformance(withStore: WithStore): void {
  describe('the outbox', () => {
    const claiming = { claim: 'a', limit: 10, maxRank: 3 };

    test('is claimed in the order of its lanes, held, finished by its holder, and comes back when the lease ends', () =>
      withStore((store) => {
        const context = systemContext(store);
        const id = add(store, '王芳');
        for (const lane of ['bulk', 'normal', 'press', 'urgent'] as const)
          sendText(context, lane, { person: id }, { lane });
        sendText(context, 'later', { person: id }, { notBefore: NOW + 1 });
        const claimed = claimDue(store.db, NOW, claiming);
        expect(claimed.map((row) => row.text)).toEqual(['urgent', 'press', 'normal', 'bulk']);
        expect(claimDue(store.db, NOW, { ...claiming, claim: 'b' })).toEqual([]);
        const [urgent, press] = claimed;
        if (!urgent || !press) throw new Error('four rows were claimed');
        const sent = { state: 'sent', verdict: null, notBefore: 0, attempts: 1 } as const;
        expect(finishRow(store.db, urgent, 'b', sent, NOW)).toBe(false);
        expect(finishRow(store.db, urgent, 'a', sent, NOW)).toBe(true);
        const again = claimDue(store.db, NOW + 60_000, { ...claiming, claim: 'b' });
        expect(again.map((row) => [row.text, row.verdict, row.attempts])).toEqual([
          ['press', 'crashed', 2],
          ['later', null, 1],
          ['normal', 'crashed', 2],
          ['bulk', 'crashed', 2],
        ]);
        expect(finishRow(store.db, press, 'a', sent, NOW)).toBe(false);
        expect(pruneFinished(store.db, NOW + 31 * 86_400_000)).toBe(false);
        expect(store.db.select({ text: outbox.text }).from(outbox).orderBy(asc(outbox.id)).all()).toHaveLength(4);
      }));

    test('updates of one card that wait fold into one', () =>
      withStore((store) => {
        const context = systemContext(store);
        store.db
          .insert(sentCard)
          .values({
            card: 'a',
            subject: {},
            topic: 'hazard:17',
            platform: 'feishu',
            messageId: 'om_1',
            sentAt: NOW,
            shown: '',
          })
          .run();
        refresh(context, 'hazard:17');
        refresh(context, 'hazard:17');
        expect(store.db.select({ kind: outbox.kind }).from(outbox).all()).toEqual([{ kind: 'update' }]);
      }));
  });

  describe('the audit', () => {
    test('is a chain that notices what was changed, taken out or put in', () =>
      withStore((store) => {
        const context = systemContext(store);
        expect(verifyChain(store.db)).toMatchObject({ ok: true, rows: 0 });
        store.transaction(() => {
          for (let index = 1; index <= 1200; index += 1)
            record(context, 'hazard.assigned', `hazard:${index}`, { to: '赵强' });
        });
        expect(verifyChain(store.db)).toMatchObject({ ok: true, rows: 1200 });
        const first = store.db.select({ hash: audit.hash }).from(audit).orderBy(asc(audit.sequence)).get();
        expect(first?.hash).not.toBe(CHAIN_START);
        store.db.update(audit).set({ payload: null }).where(eq(audit.sequence, 3)).run();
        expect(verifyChain(store.db)).toMatchObject({ ok: true, rows: 1200 });
        const tampered = (change: () => void) => {
          let found: unknown;
          try {
            store.transaction(() => {
              change();
              found = verifyChain(store.db);
              throw new Broken('undo');
            });
          } catch (error) {
            if (!(error instanceof Broken)) throw error;
          }
          return found;
        };
        const of = (sequence: number) => eq(audit.sequence, sequence);
        expect(tampered(() => store.db.update(audit).set({ payload: '{}' }).where(of(1100)).run())).toEqual({
          ok: false,
          brokenAt: 1100,
        });
        expect(tampered(() => store.db.update(audit).set({ actor: 'person:1' }).where(of(2)).run())).toEqual({
          ok: false,
          brokenAt: 2,
        });
        expect(tampered(() => store.db.delete(audit).where(of(5)).run())).toEqual({ ok: false, brokenAt: 6 });
        expect(verifyChain(store.db)).toMatchObject({ ok: true, rows: 1200 });
      }));
  });
}
