import { expect, test } from 'vitest';
import { openNodeStore } from '../../../src/store/node.ts';
import {
  classGroup,
  drill,
  drillReport,
  identity,
  person,
  role,
  school,
  slot,
} from '../../../src/store/schema/index.ts';
import { cards, openKillableSchool, until } from '../faults/killable_school.ts';
import { storyPlatform } from '../only_on.ts';
import type { StoryPhone } from '../worlds/world.ts';

/** More than leave at once, so that the kill finds some sent, some under way and some waiting. */
const CLASSES = 30;

/** A school of thirty classes with a drill that is planned for now. */
function fill(data: string, principal: string, heads: readonly string[]): void {
  const now = Date.now();
  const store = openNodeStore(data, now);
  const { db } = store;
  store.transaction(() => {
    db.insert(school).values({ name: '青山实验学校', shortName: 'QS' }).run();
    // The calendar stands still: only the drill happens.
    db.insert(slot).values({ name: 'digest.weekly:1', knownSince: now, lastSlot: now }).run();
    const add = (name: string, userId: string, roles: Omit<typeof role.$inferInsert, 'personId' | 'schoolId'>) => {
      const { id } = db.insert(person).values({ name, createdAt: now }).returning({ id: person.id }).get();
      db.insert(identity).values({ platform: storyPlatform, userId, personId: id, greetedAt: now }).run();
      db.insert(role)
        .values({ ...roles, personId: id, schoolId: 1 })
        .run();
      return id;
    };
    const commanderId = add('周建国', principal, { role: 'principal' });
    heads.forEach((userId, index) => {
      const { id } = db
        .insert(classGroup)
        .values({
          schoolId: 1,
          name: `初二${index + 1}班`,
          stage: 'junior',
          grade: '八年级',
          canonical: `junior-8-${index + 1}`,
          students: 45,
        })
        .returning({ id: classGroup.id })
        .get();
      add(`班主任${index + 1}`, userId, { role: 'class_teacher', scope: 'class', scopeId: String(id) });
    });
    db.insert(drill)
      .values({
        schoolId: 1,
        number: 'QS-YL-202509-0001',
        kind: 'drill',
        type: 'fire-evac',
        state: 'planned',
        plannedAt: now,
        commanderId,
        ladderDone: 9,
      })
      .run();
  });
  store.close();
}

test('killed while cards go out and classes report: every card once, every report kept', async () => {
  const killable = await openKillableSchool();
  try {
    const principal = killable.add('周建国');
    const heads = Array.from({ length: CLASSES }, (_, index) => killable.add(`班主任${index + 1}`));
    fill(
      killable.dataDirectory,
      principal.userId,
      heads.map((head) => head.userId),
    );
    await killable.start();

    const phones = heads.map((head) => head.phone);
    const cardsOf = (phone: StoryPhone) => cards(phone, '初二');
    const began = Date.now();
    killable.vendor.slowSends(250);
    await principal.phone.says('演练开始');
    const press = async (index: number): Promise<void> => {
      const phone = phones[index];
      const card = phone && cardsOf(phone)[0];
      if (!phone || !card) throw new Error(`class ${index + 1} has no card`);
      await phone.presses(card.messageId, '全部到齐');
      await until(`初二${index + 1}班 is in`, () =>
        phone.received().some((one) => one.messageId === card.messageId && one.text.includes('45/45')),
      );
    };
    await until('the first card is out', () => phones.slice(0, 1).every((phone) => cardsOf(phone).length > 0));
    await press(0);
    await killable.kill();
    expect(phones.some((phone) => cardsOf(phone).length === 0)).toBe(true);
    killable.vendor.slowSends(0);
    await killable.start();
    await until('every head has the card', () => phones.every((phone) => cardsOf(phone).length > 0));
    for (let index = 1; index < CLASSES; index += 1) await press(index);

    expect(killable.read((db) => db.select().from(drillReport).all())).toHaveLength(CLASSES);
    // The boards tell the last truth, and nobody was asked twice (after a minute who is silent is asked again).
    await until('the commander sees all', () => cards(principal.phone, `已报 ${CLASSES}/${CLASSES + 1}`).length > 0);
    const first = (phone: StoryPhone) => cardsOf(phone).filter((card) => card.at < began + 60_000);
    expect(phones.map((phone) => first(phone).length)).toEqual(phones.map(() => 1));
  } finally {
    await killable.end();
  }
});
