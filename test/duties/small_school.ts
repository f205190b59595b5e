import { and, eq } from 'drizzle-orm';
import { type Card, type FieldValue, plainCard, type Reference } from '../../cards/model.ts';
import { planNewSchool } from '../../src/duties/planning.ts';
import { features } from '../../src/host/features.ts';
import type { Outcome } from '../../src/kernel/action.ts';
import { buildRegistry } from '../../src/kernel/registry.ts';
import { instantOf } from '../../src/kernel/time.ts';
import { nextTimerAt } from '../../src/kernel/timers.ts';
import { tickSlice } from '../../src/organisation/tick.ts';
import { canonicalClass, parseClassName } from '../../src/school/class_name.ts';
import { chatGroup, classGroup, dutyTask, person, role, school } from '../../src/store/schema/index.ts';
import { asPerson, makeWorld } from '../context.ts';

const ZONE = 'Asia/Shanghai';
export const at = (moment: string): number => instantOf(moment.slice(0, 10), moment.slice(11), ZONE);

/** A school without phones over the store: presses and timers go through the real registry, time is moved by hand. */
export function openSmallSchool(staff: Readonly<Record<string, readonly string[]>>, start: string) {
  const world = makeWorld(at(start));
  const { db } = world.store;
  const registry = buildRegistry(features);
  db.insert(school).values({ name: '青山实验学校', shortName: 'QS' }).run();
  const ids = new Map<string, number>();
  for (const [name, roles] of Object.entries(staff)) {
    const { id } = db.insert(person).values({ name, createdAt: 0 }).returning({ id: person.id }).get();
    ids.set(name, id);
    for (const held of roles) db.insert(role).values({ personId: id, schoolId: 1, role: held }).run();
  }
  const id = (name: string): number => {
    const found = ids.get(name);
    if (found === undefined) throw new Error(`${name} does not work here`);
    return found;
  };
  const hold = (
    name: string,
    held: { readonly role: string; readonly scope: 'class' | 'grade'; readonly scopeId: string },
  ) =>
    void db
      .insert(role)
      .values({ personId: id(name), schoolId: 1, ...held })
      .run();
  const tick = (): void => {
    for (let slices = 0; slices < 200; slices += 1) {
      const slice = world.store.transaction(() => tickSlice(world.context(), registry));
      if (slice.failures.length > 0) throw slice.failures[0]?.error;
      if (!slice.more) return;
    }
    throw new Error('tick does not come to rest');
  };
  const show = (card: string, subject: Reference, name: string): Card => {
    const shown = registry.presentations
      .get(card)
      ?.show(world.context(), subject, { kind: 'person', person: id(name) });
    if (!shown) throw new Error(`nothing to show for ${card}`);
    return shown;
  };
  return {
    ...world,
    db,
    id,
    registry,
    /** A class with these heads; its id. */
    addClass(name: string, heads: readonly string[] = [], of: Partial<typeof classGroup.$inferInsert> = {}): number {
      const read = parseClassName(name);
      const made = db
        .insert(classGroup)
        .values({
          schoolId: 1,
          name,
          stage: 'primary',
          grade: '三年级',
          canonical: (read && canonicalClass(read)) ?? name,
          ...of,
        })
        .returning({ id: classGroup.id })
        .get();
      for (const head of heads) hold(head, { role: 'class_teacher', scope: 'class', scopeId: String(made.id) });
      return made.id;
    },
    addGradeLead: (name: string, grade: string) => hold(name, { role: 'grade_lead', scope: 'grade', scopeId: grade }),
    /** 班主任群, with the bot in it. */
    addClassTeachersGroup: () =>
      void db
        .insert(chatGroup)
        .values({
          platform: 'feishu',
          chatId: 'oc',
          schoolId: 1,
          name: '班主任群',
          purpose: 'class_teachers',
          createdAt: 0,
        })
        .run(),
    tick,
    plan: () => world.store.transaction(() => planNewSchool(world.context(), 1)),
    to(moment: string) {
      world.later(at(moment) - world.context().now);
      tick();
    },
    /** Lets time pass, stopping wherever something is due; `to` jumps, like an outage. */
    until(moment: string) {
      for (let next = nextTimerAt(db); next !== undefined && next <= at(moment); next = nextTimerAt(db)) {
        world.later(Math.max(0, next - world.context().now));
        tick();
      }
      world.later(at(moment) - world.context().now);
    },
    show,
    text: (card: string, subject: Reference, name: string): string => plainCard(show(card, subject, name)),
    /** Throws what the action refuses with; what it did before is undone. */
    press(name: string, action: string, reference: Reference, values?: Readonly<Record<string, FieldValue>>): Outcome {
      const found = registry.actions.get(action);
      if (!found) throw new Error(`no action ${action}`);
      return world.store.transaction(() =>
        found.press(world.as(asPerson(id(name))), { person: id(name), reference, ...(values ? { values } : {}) }),
      );
    },
    tasks: (dutyId: string) =>
      db
        .select()
        .from(dutyTask)
        .where(and(eq(dutyTask.schoolId, 1), eq(dutyTask.dutyId, dutyId)))
        .all(),
    /** Cards sent since the last look: card name and who gets it. */
    asked: () =>
      world
        .sent()
        .filter((row) => row.kind === 'card')
        .map((row) => ({ card: row.card, subject: row.subject, to: row.personId })),
  };
}

export type SmallSchool = ReturnType<typeof openSmallSchool>;
