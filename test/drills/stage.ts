import { eq } from 'drizzle-orm';
import { type Card, type FieldValue, plainCard, type Reference } from '../../cards/model.ts';
import { unitsOf } from '../../src/drills/queries.ts';
import type { Outcome } from '../../src/kernel/action.ts';
import { Refused } from '../../src/kernel/refused.ts';
import { chatGroup, classGroup, drill, identity, role } from '../../src/store/schema/index.ts';
import { openSmallSchool } from '../duties/small_school.ts';

/** 班一 heads the first class, 班二 the second, 班三 the third; 郑敏 heads none. 门卫 leads the day, and keeps the gate where a test says so. */
export const staff = {
  周校: ['principal'],
  陈副: ['vice_principal'],
  王芳: ['safety_office'],
  赵强: ['facility_lead'],
  班一: [],
  班二: [],
  班三: [],
  郑敏: ['subject_teacher'],
  门卫: ['duty_leader'],
} as const;
export type Name = keyof typeof staff;

export const SIZES = [45, 40, 42] as const;

/** A school of three classes with known sizes, a leadership group and a class teachers' group; Thursday in term. */
export function openDrillStage(start = '2025-09-18 09:00', { gate = false } = {}) {
  const school = openSmallSchool(staff, start);
  const { db } = school;
  for (const name of Object.keys(staff))
    db.insert(identity)
      .values({ platform: 'feishu', userId: `ou_${school.id(name)}`, personId: school.id(name) })
      .run();
  SIZES.forEach((students, index) => {
    const made = db
      .insert(classGroup)
      .values({
        schoolId: 1,
        name: `初二${index + 1}班`,
        stage: 'junior',
        grade: '八年级',
        canonical: `junior-8-${index + 1}`,
        students,
        floor: index === 2 ? '2号楼1层' : '2号楼3层',
      })
      .returning({ id: classGroup.id })
      .get();
    const head = (['班一', '班二', '班三'] as const)[index] ?? '班一';
    db.insert(role)
      .values({
        personId: school.id(head),
        schoolId: 1,
        role: 'class_teacher',
        scope: 'class',
        scopeId: String(made.id),
      })
      .run();
  });
  // Somebody at the gate counts visitors.
  if (gate)
    db.insert(role)
      .values({ personId: school.id('门卫'), schoolId: 1, role: 'gate_guard' })
      .run();
  for (const [index, purpose] of (['leading_group', 'class_teachers'] as const).entries())
    db.insert(chatGroup)
      .values({ platform: 'feishu', chatId: `oc_g${index}`, schoolId: 1, name: purpose, purpose, createdAt: 0 })
      .run();

  const of = (id: number) => {
    const found = db.select().from(drill).where(eq(drill.id, id)).get();
    if (!found) throw new Error(`no drill ${id}`);
    return found;
  };
  const unit = (id: number, name: string) => {
    const found = unitsOf(school.context(), id).find((one) => one.name === name);
    if (!found) throw new Error(`no unit ${name}`);
    return found;
  };
  const plan = (values: Readonly<Record<string, FieldValue>> = {}): number => {
    const outcome = school.press(
      '王芳',
      'drill.plan',
      { school: 1 },
      {
        type: 'fire-evac',
        at: '2025-09-25 10:05',
        commander: school.id('周校'),
        deputy: school.id('陈副'),
        route: '各班到操场',
        ...values,
      },
    );
    return Number(outcome.become?.subject.drill);
  };
  return {
    ...school,
    of,
    unit,
    plan,
    /** A drill that runs: planned for the next minute, started now. */
    running(values: Readonly<Record<string, FieldValue>> = {}): number {
      const id = plan(values);
      school.press('周校', 'drill.start', { drill: id });
      return id;
    },
    /** A whole count of a class through its form, with the revision the card on the phone has. */
    count(
      who: Name,
      id: number,
      name: string,
      values: Readonly<Record<string, FieldValue>>,
      revision = unit(id, name).revision,
    ): Outcome {
      const found = school.registry.actions.get('drill.count');
      if (!found) throw new Error('no action drill.count');
      return school.store.transaction(() =>
        found.press(
          { ...school.as({ kind: 'person', person: school.id(who), platform: 'feishu' }) },
          { person: school.id(who), reference: { unit: unit(id, name).id }, values, revision },
        ),
      );
    },
    allIn: (who: Name, id: number, name: string): Outcome =>
      school.press(who, 'drill.all-in', { unit: unit(id, name).id }),
    board: (id: number): string => {
      const card: Card | undefined = school.registry.presentations
        .get('drill.board')
        ?.show(school.context(), { drill: id }, { kind: 'group', group: 1 });
      return card ? plainCard(card) : '';
    },
    titleOf: (card: string, subject: Reference, who: Name): string => school.show(card, subject, who).title,
    /** Seconds pass; whatever is due happens. */
    seconds(count: number): void {
      school.later(count * 1_000);
      school.tick();
    },
  };
}

/** The refusal's words, or the toast of what was taken. */
export function said(press: () => Outcome): string {
  try {
    return press().toast?.text ?? '';
  } catch (error) {
    if (error instanceof Refused) return error.toast.text;
    throw error;
  }
}
