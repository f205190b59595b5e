/**
 * A small school in which one duty runs and the others are switched off: two class heads in their group, the safety
 * office and the leaders in theirs. What a story sees on a phone is that duty's doing and nothing else's.
 */
import { eq } from 'drizzle-orm';
import { catalogue } from '../../../../src/duties/catalogue/index.ts';
import { chatGroup, classGroup, dutySetting, dutyTask, identity, role } from '../../../../src/store/schema/index.ts';
import { type Campus, openCampus } from '../../campus.ts';

/** 李敏 heads 初二1班, 赵强 初二2班; 郑敏 teaches both. */
const staff: Readonly<Record<string, readonly string[]>> = {
  王芳: ['safety_office'],
  孙丽: ['vice_principal'],
  周建国: ['principal'],
  李敏: ['staff'],
  赵强: ['staff'],
  郑敏: ['subject_teacher', 'duty_teacher'],
  吴刚: ['duty_leader'],
  陈静: ['canteen_manager'],
};
const heads = ['李敏', '赵强'];
const leaders = ['王芳', '孙丽', '周建国'];

export interface DutySchool extends Campus {
  /** Chat ids of 班主任群 and 平安领导小组. */
  readonly classHeads: string;
  readonly leadingGroup: string;
  /** The duty's tasks as they stand, oldest first. */
  tasks(): readonly (typeof dutyTask.$inferSelect)[];
  personId(name: string): number;
  /** Nobody named here has anything new on the phone. */
  quiet(...names: readonly string[]): void;
  /** The week's summary in the leading group. */
  summary(): string;
}

/** `start` is `YYYY-MM-DD HH:mm`, before the duty opens. */
export async function openDutySchool(dutyId: string, start: string): Promise<DutySchool> {
  const campus = await openCampus({ duties: true, start, staff });
  const { emulator, server } = campus.tenant;
  const { organisation } = server.engine;
  const groupOf = (name: string, people: readonly string[]) =>
    emulator.chats.create({ name, members: people.map((one) => campus.person(one).openId), withBot: true });
  const classHeads = groupOf('班主任群', heads);
  const leadingGroup = groupOf('平安领导小组', leaders);
  const personId = (name: string): number => {
    const row = organisation.store.db
      .select({ person: identity.personId })
      .from(identity)
      .where(eq(identity.userId, campus.person(name).openId))
      .get();
    if (row?.person == null) throw new Error(`${name} has no account`);
    return row.person;
  };
  organisation.change(campus.clock.now(), ({ db, now }) => {
    for (const [name, chatId, purpose] of [
      ['班主任群', classHeads, 'class_teachers'],
      ['平安领导小组', leadingGroup, 'leading_group'],
    ] as const)
      db.insert(chatGroup)
        .values({ platform: campus.platform, chatId, schoolId: 1, name, purpose, createdAt: now })
        .run();
    heads.forEach((name, index) => {
      const made = db
        .insert(classGroup)
        .values({
          schoolId: 1,
          name: `初二${index + 1}班`,
          stage: 'junior',
          grade: '初二',
          canonical: `junior-8-${index + 1}`,
        })
        .returning({ id: classGroup.id })
        .get();
      db.insert(role)
        .values({
          personId: personId(name),
          schoolId: 1,
          role: 'class_teacher',
          scope: 'class',
          scopeId: String(made.id),
        })
        .run();
    });
    db.insert(dutySetting)
      .values(catalogue.map((duty) => ({ schoolId: 1, dutyId: duty.id, on: duty.id === dutyId })))
      .run();
  });
  return {
    ...campus,
    classHeads,
    leadingGroup,
    tasks: () => organisation.store.db.select().from(dutyTask).where(eq(dutyTask.dutyId, dutyId)).all(),
    personId,
    quiet(...names) {
      for (const name of names) campus.person(name).seesNothing();
    },
    summary: () => campus.inGroup(leadingGroup).findLast((text) => text.includes('安全周报')) ?? '',
  };
}
