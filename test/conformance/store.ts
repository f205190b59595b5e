/**
 * What every engine behind the store must do (reference/runtime.md §3). The same tests run on better-sqlite3 and in
 * workerd on Durable Object SQLite; whoever runs them brings `withStore`, which opens an empty, migrated store.
 */
import { and, asc, eq, sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { migrations } from '../../migrations/bundled.ts';
import { sendCard, sendText } from '../../src/kernel/send.ts';
import { nextTimerAt, setTimer } from '../../src/kernel/timers.ts';
import { inList } from '../../src/store/in_list.ts';
import { migrate } from '../../src/store/migrate.ts';
import { counter, identity, outbox, person, sentCard, setting, timer } from '../../src/store/schema/index.ts';
import { prepared, type Store } from '../../src/store/store.ts';
import { add, Broken, NOW, names, systemContext, type WithStore } from './ground.ts';
import { outboxConformance } from './outbox.ts';

export function storeConformance(withStore: WithStore): void {
  describe('transactions', () => {
    test('keep everything or nothing', () =>
      withStore((store) => {
        const kept = store.transaction(() => add(store, '王芳'));
        expect(kept).toBe(1);
        expect(() =>
          store.transaction(() => {
            add(store, '赵强');
            throw new Broken('half way');
          }),
        ).toThrow(Broken);
        expect(names(store)).toEqual(['王芳']);
      }));

    test('a nested one that fails rolls back alone', () =>
      withStore((store) => {
        store.transaction(() => {
          add(store, '王芳');
          for (const name of ['赵强', '刘洋', '陈静']) {
            try {
              store.transaction(() => {
                add(store, name);
                store.transaction(() => add(store, `${name}的同事`));
                if (name === '刘洋') throw new Broken(name);
              });
            } catch (error) {
              if (!(error instanceof Broken)) throw error;
            }
          }
        });
        expect(names(store)).toEqual(['王芳', '赵强', '赵强的同事', '陈静', '陈静的同事']);
      }));

    test('an outer one that fails takes its finished inner ones with it', () =>
      withStore((store) => {
        expect(() =>
          store.transaction(() => {
            store.transaction(() => add(store, '王芳'));
            throw new Broken('after');
          }),
        ).toThrow(Broken);
        expect(names(store)).toEqual([]);
      }));

    test('a statement that fails inside one does not end it', () =>
      withStore((store) => {
        store.transaction(() => {
          add(store, '王芳');
          expect(() =>
            store.transaction(() =>
              store.db.insert(identity).values({ platform: 'feishu', userId: 'ou_1', personId: 99 }).run(),
            ),
          ).toThrow();
          add(store, '赵强');
        });
        expect(names(store)).toEqual(['王芳', '赵强']);
      }));
  });

  describe('statements', () => {
    const byName = prepared((db) =>
      db
        .select({ id: person.id })
        .from(person)
        .where(eq(person.name, sql.placeholder('name')))
        .prepare(),
    );

    test('a prepared one sees the transaction it runs in', () =>
      withStore((store) => {
        expect(byName(store.db).get({ name: '王芳' })).toBeUndefined();
        try {
          store.transaction(() => {
            add(store, '王芳');
            expect(byName(store.db).get({ name: '王芳' })).toEqual({ id: 1 });
            throw new Broken('back');
          });
        } catch (error) {
          if (!(error instanceof Broken)) throw error;
        }
        expect(byName(store.db).all({ name: '王芳' })).toEqual([]);
      }));

    test('a prepared one leaves SQLite no value to plan by, or it would plan at every run', () =>
      withStore((store) => {
        const first = prepared((db) =>
          db
            .select({ id: person.id })
            .from(person)
            .where(and(eq(person.id, sql.placeholder('id')), eq(person.name, "O'Neil"), eq(person.state, 'active')))
            .limit(1)
            .prepare(),
        )(store.db);
        const id = add(store, "O'Neil");
        expect(first.get({ id })).toEqual({ id });
        expect(first.get({ id: id + 1 })).toBeUndefined();
        const { sql: text, params } = first.getQuery();
        expect(text).toContain("'O''Neil'");
        expect(text).toMatch(/limit 1$/);
        expect(text.match(/.?\?/g)).toEqual(['+?']);
        expect(params).toHaveLength(1);
      }));

    test('a prepared one gives rows as the query it is made of does: joined, computed, changed and missing ones', () =>
      withStore((store) => {
        const keep = prepared((db) =>
          db
            .insert(sentCard)
            .values({
              card: sql.placeholder('card'),
              subject: sql.placeholder('subject'),
              topic: 'hazard:1',
              platform: 'feishu',
              messageId: sql.placeholder('messageId'),
              personId: sql.placeholder('personId'),
              sentAt: NOW,
              shown: '',
              entered: sql.placeholder('entered'),
            })
            .returning()
            .prepare(),
        );
        const fang = add(store, '王芳');
        const values = {
          card: 'hazard.task',
          subject: { hazard: 1 },
          messageId: 'om_1',
          personId: fang,
          entered: null,
        };
        const kept = keep(store.db).get(values);
        expect(kept).toEqual(store.db.select().from(sentCard).get());
        expect(kept).toMatchObject({ subject: { hazard: 1 }, entered: null, state: 'live', groupId: null });
        expect(() => keep(store.db).get({ ...values, messageId: undefined })).toThrow();
        const { personId: _left, ...without } = { ...values, messageId: 'om_2' };
        expect(() => keep(store.db).get(without)).toThrow();

        const cardsOf = (db: Store['db'], id: number | ReturnType<typeof sql.placeholder>) =>
          db
            .select({ name: person.name, subject: sentCard.subject, length: sql<number>`length(${sentCard.card})` })
            .from(sentCard)
            .innerJoin(person, eq(person.id, sentCard.personId))
            .where(eq(sentCard.personId, id));
        const prepare = prepared((db) => cardsOf(db, sql.placeholder('id')).prepare());
        expect(prepare(store.db).all({ id: fang })).toEqual(cardsOf(store.db, fang).all());
        expect(prepare(store.db).all({ id: fang })).toEqual([{ name: '王芳', subject: { hazard: 1 }, length: 11 }]);
        expect(prepare(store.db).get({ id: fang + 1 })).toBeUndefined();
        const whole = prepared((db) =>
          db
            .select()
            .from(sentCard)
            .innerJoin(person, eq(person.id, sentCard.personId))
            .where(eq(sentCard.messageId, sql.placeholder('messageId')))
            .prepare(),
        );
        expect(whole(store.db).get({ messageId: 'om_1' })).toMatchObject({ sent_card: kept, person: { name: '王芳' } });
      }));

    test('writing again changes the row that is there, or nothing', () =>
      withStore((store) => {
        const context = systemContext(store);
        setTimer(context, 'hazard.due', '17', NOW + 2000);
        setTimer(context, 'hazard.due', '17', NOW + 1000);
        expect(store.db.select().from(timer).all()).toEqual([
          { kind: 'hazard.due', subject: '17', dueAt: NOW + 1000, failures: 0 },
        ]);
        expect(nextTimerAt(store.db)).toBe(NOW + 1000);
        const id = add(store, '王芳');
        sendText(context, '第一次', { person: id }, { dedupeKey: 'once' });
        sendText(context, '第二次', { person: id }, { dedupeKey: 'once' });
        expect(store.db.select({ text: outbox.text }).from(outbox).all()).toEqual([{ text: '第一次' }]);
        const next = () =>
          store.db
            .insert(counter)
            .values({ key: 'QS-202509', value: 1 })
            .onConflictDoUpdate({ target: counter.key, set: { value: sql`${counter.value} + 1` } })
            .returning({ value: counter.value })
            .get().value;
        expect([next(), next(), next()]).toEqual([1, 2, 3]);
      }));

    test('lists of thousands of ids', () =>
      withStore((store) => {
        store.transaction(() => {
          for (let index = 1; index <= 300; index += 1) add(store, `教师${index}`);
        });
        const ids = Array.from({ length: 5000 }, (_, index) => index + 101);
        const found = store.db.select({ id: person.id }).from(person).where(inList(person.id, ids)).all();
        expect(found).toHaveLength(200);
        expect(store.db.select({ id: person.id }).from(person).where(inList(person.id, [])).all()).toEqual([]);
        const texts = store.db
          .select({ id: person.id })
          .from(person)
          .where(inList(person.name, ['教师7', '教师“8”', "教师'9"]))
          .all();
        expect(texts).toEqual([{ id: 7 }]);
      }));
  });

  describe('values', () => {
    const sentences = [
      '食堂后门的灭火器过期了',
      '𠮷林路校区👨‍👩‍👧，“三（1）班”；50%_通过',
      '"}; drop table person; --',
      '换行\n制表\t，零宽\u200b，反斜杠\\',
      '长'.repeat(10_000),
    ];

    test.each(sentences)('text comes back as it was (%#)', (sentence) =>
      withStore((store) => {
        const id = add(store, sentence);
        expect(store.db.select({ name: person.name }).from(person).where(eq(person.name, sentence)).get()).toEqual({
          name: sentence,
        });
        store.db
          .insert(setting)
          .values({ key: 'json', value: { [sentence.slice(0, 20)]: [sentence, null, 1.5] } })
          .run();
        expect(store.db.select().from(setting).get()?.value).toEqual({
          [sentence.slice(0, 20)]: [sentence, null, 1.5],
        });
        expect(id).toBe(1);
      }),
    );

    test('json, booleans, empty and large numbers', () =>
      withStore((store) => {
        const id = add(store, '王芳');
        const context = systemContext(store, 4_102_444_800_123);
        sendCard(context, 'hazard.triage', { hazard: 17, note: '“灭火器”' }, { person: id }, { urge: true });
        sendText(context, '好的', { person: id });
        const [card, text] = store.db.select().from(outbox).orderBy(asc(outbox.id)).all();
        expect(card).toMatchObject({
          subject: { hazard: 17, note: '“灭火器”' },
          urge: true,
          groupId: null,
          createdAt: 4_102_444_800_123,
        });
        expect(text).toMatchObject({ subject: null, urge: false });
        const inside = store.db
          .select({ id: outbox.id })
          .from(outbox)
          .where(sql`json_extract(${outbox.subject}, '$.hazard') = ${17}`)
          .all();
        expect(inside).toEqual([{ id: card?.id }]);
      }));

    test('keys that are given once are not given twice, and rows point at rows', () =>
      withStore((store) => {
        const id = add(store, '王芳');
        const account = { platform: 'feishu', userId: 'ou_1', personId: id } as const;
        store.db.insert(identity).values(account).run();
        expect(() => store.db.insert(identity).values(account).run()).toThrow();
        expect(() =>
          store.db
            .insert(identity)
            .values({ ...account, userId: 'ou_2', personId: id + 1 })
            .run(),
        ).toThrow();
        expect(() => store.db.delete(person).where(eq(person.id, id)).run()).toThrow();
        expect(store.db.select().from(identity).all()).toHaveLength(1);
      }));
  });

  describe('migrations', () => {
    test('are applied once; opening again changes nothing', () =>
      withStore((store) => {
        const applied = () =>
          store.db.all<{ name: string; applied_at: number }>(
            sql`select name, applied_at from applied_migration order by name`,
          );
        const first = applied();
        expect(first.map((row) => row.name)).toEqual(migrations.map((migration) => migration.name));
        add(store, '王芳');
        migrate(store, NOW + 86_400_000);
        expect(applied()).toEqual(first);
        expect(names(store)).toEqual(['王芳']);
        expect(store.db.all(sql`pragma foreign_key_check`)).toEqual([]);
      }));
  });

  outboxConformance(withStore);
}
