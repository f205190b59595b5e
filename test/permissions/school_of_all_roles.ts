import { eq } from 'drizzle-orm';
import { roleNames } from '../../src/school/people.ts';
import { classGroup, identity, person, place, role, school } from '../../src/store/schema/index.ts';
import { makeWorld } from '../context.ts';
import { oneOfEverything, type Part, parts } from './one_of_everything.ts';

/** Roles that belong to a class, a place or a grade rather than to the whole school. */
const scopes: Readonly<Record<string, 'class' | 'place' | 'grade'>> = {
  class_teacher: 'class',
  subject_teacher: 'class',
  duty_teacher: 'place',
  canteen_manager: 'place',
  lab_keeper: 'place',
  dorm_keeper: 'place',
  gate_guard: 'place',
  grade_lead: 'grade',
};

/** Where somebody stands to what an action is about. */
export const standings = ['own', 'other class', 'other school', 'left', 'unknown'] as const;
export type Standing = (typeof standings)[number];

/**
 * Two schools with somebody of every role in every standing, people with a part in each, and in each one of everything an
 * action can be about: class 一(1)班 and its canteen.
 */
export function openSchoolOfAllRoles() {
  const world = makeWorld();
  const db = world.store.db;
  db.insert(school)
    .values([
      { name: '甲校', shortName: 'JA' },
      { name: '乙校', shortName: 'YI' },
    ])
    .run();
  for (const [schoolId, first] of [
    [1, 1],
    [2, 3],
  ] as const)
    for (const [offset, name] of ['一(1)班', '一(2)班'].entries()) {
      const grade = offset === 0 ? '一年级' : '二年级';
      db.insert(classGroup)
        .values({ schoolId, name, stage: 'primary', grade, canonical: `${first + offset}` })
        .run();
      const kind = offset === 0 ? 'canteen' : 'dorm';
      db.insert(place)
        .values({ schoolId, name: `场所${offset}`, kind })
        .run();
    }

  const newPerson = (name: string, left = false): number => {
    const state = left ? 'left' : 'active';
    const { id } = db.insert(person).values({ name, state, createdAt: 0 }).returning({ id: person.id }).get();
    db.insert(identity)
      .values({ platform: 'feishu', userId: `ou_${id}`, personId: id, state })
      .run();
    return id;
  };
  const give = (id: number, schoolId: number, name: string, which: number): void => {
    const scope = scopes[name] ?? 'school';
    const scopeId = scope === 'school' ? '' : scope === 'grade' ? (which % 2 === 1 ? '一年级' : '二年级') : `${which}`;
    db.insert(role).values({ personId: id, schoolId, role: name, scope, scopeId }).run();
  };

  const holders = new Map<string, number>();
  const schoolAndScope: Readonly<Record<Exclude<Standing, 'unknown'>, readonly [number, number]>> = {
    own: [1, 1],
    'other class': [1, 2],
    'other school': [2, 3],
    left: [1, 1],
  };
  for (const name of Object.keys(roleNames))
    for (const [standing, [schoolId, which]] of Object.entries(schoolAndScope)) {
      const id = newPerson(`${name} ${standing}`, standing === 'left');
      // Worst case: the roster was not brought up to date, and the role is still there.
      give(id, schoolId, name, which);
      holders.set(`${name} ${standing}`, id);
    }
  /** School → part → who has it there: equals of each other, each in their own school's matter. */
  const partners = new Map<string, number>();
  for (const schoolId of [1, 2] as const)
    for (const name of parts) {
      const id = newPerson(`${name} ${schoolId}`);
      give(id, schoolId, 'staff', 1);
      partners.set(`${schoolId} ${name}`, id);
    }
  const partOf =
    (schoolId: number) =>
    (name: Part): number => {
      const id = partners.get(`${schoolId} ${name}`);
      if (id === undefined) throw new Error(`nobody is ${name} at ${schoolId}`);
      return id;
    };
  const own = oneOfEverything(world, { schoolId: 1, short: 'JA', classId: '1' }, partOf(1));
  const others = oneOfEverything(world, { schoolId: 2, short: 'YI', classId: '3' }, partOf(2));

  /** Everybody leaves: the roles stay in the rows, the account does not. */
  const everybodyLeaves = (): void => {
    for (const id of partners.values()) {
      db.update(person).set({ state: 'left' }).where(eq(person.id, id)).run();
      db.update(identity).set({ state: 'left' }).where(eq(identity.personId, id)).run();
    }
  };
  return { ...world, holders, partners, reference: { own, others }, everybodyLeaves };
}
