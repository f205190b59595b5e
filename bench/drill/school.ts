import { openNodeStore } from '../../src/store/node.ts';
import { chatGroup, classGroup, drill, identity, person, role, school, slot } from '../../src/store/schema/index.ts';

export interface DrillSchool {
  readonly data: string;
  readonly now: number;
  readonly principal: string;
  readonly heads: readonly string[];
  readonly colleagues: readonly string[];
  readonly group: string;
}

export const STUDENTS = 45;

/** Writes an invented school with a drill that is planned for now; every class has a head, and the group everybody. */
export function fillDrillSchool({ data, now, principal, heads, colleagues, group }: DrillSchool): void {
  const store = openNodeStore(data, now);
  const { db } = store;
  store.transaction(() => {
    db.insert(school).values({ name: '测量实验学校', shortName: 'CL' }).run();
    // The calendar stands still: only the drill happens.
    db.insert(slot).values({ name: 'digest.weekly:1', knownSince: now, lastSlot: now }).run();
    db.insert(chatGroup)
      .values({
        platform: 'feishu',
        chatId: group,
        schoolId: 1,
        name: '班主任群',
        purpose: 'class_teachers',
        createdAt: now,
      })
      .run();
    const add = (
      name: string,
      userId: string,
      held: Omit<typeof role.$inferInsert, 'personId' | 'schoolId'>,
    ): number => {
      const { id } = db.insert(person).values({ name, createdAt: now }).returning({ id: person.id }).get();
      db.insert(identity).values({ platform: 'feishu', userId, personId: id, greetedAt: now }).run();
      db.insert(role)
        .values({ ...held, personId: id, schoolId: 1 })
        .run();
      return id;
    };
    const commanderId = add('总指挥', principal, { role: 'principal' });
    heads.forEach((userId, index) => {
      const grade = 7 + Math.floor(index / 20);
      const number = (index % 20) + 1;
      const made = db
        .insert(classGroup)
        .values({
          schoolId: 1,
          name: `${['七', '八', '九'][grade - 7] ?? '九'}(${number})班`,
          stage: 'junior',
          grade: `${grade}`,
          canonical: `junior-${grade}-${number}`,
          students: STUDENTS,
          floor: `${1 + Math.floor(index / 15)}号楼${1 + (index % 4)}层`,
        })
        .returning({ id: classGroup.id })
        .get();
      add(`班主任${index + 1}`, userId, { role: 'class_teacher', scope: 'class', scopeId: String(made.id) });
    });
    colleagues.forEach((userId, index) => {
      add(`任课教师${index + 1}`, userId, { role: 'subject_teacher' });
    });
    db.insert(drill)
      .values({
        schoolId: 1,
        number: 'CL-YL-202511-0001',
        kind: 'drill',
        type: 'fire-evac',
        state: 'planned',
        plannedAt: now,
        commanderId,
        // All reminders are past: it is time.
        ladderDone: 99,
      })
      .run();
  });
  store.close();
}
