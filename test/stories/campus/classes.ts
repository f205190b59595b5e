import { eq } from 'drizzle-orm';
import { chatGroup, classGroup, identity, role } from '../../../src/store/schema/index.ts';
import type { Campus } from '../campus.ts';

/** A class of a story and who heads it. */
export interface StoryClass {
  readonly name: string;
  readonly stage: 'primary' | 'junior';
  readonly grade: string;
  readonly heads: readonly string[];
  /** As the roster normalises its name, where somebody says it in other words; left out: the name. */
  readonly canonical?: string;
  /** How many are expected at a roll-call. */
  readonly students?: number;
}

/** 初二1班, 初二2班 … with one head each. */
export const juniorClasses = (
  heads: readonly string[],
  grade: string,
  students: readonly number[] = [],
): readonly StoryClass[] =>
  heads.map((head, index) => {
    const size = students[index];
    const sized = size === undefined ? {} : { students: size };
    const name = `初二${index + 1}班`;
    return { name, stage: 'junior', grade, canonical: `junior-8-${index + 1}`, heads: [head], ...sized };
  });

/** The classes of the story's school, in this order; ids begin with 1 where there are none yet. */
export function addClasses(campus: Campus, classes: readonly StoryClass[]): void {
  campus.tenant.server.engine.organisation.change(campus.clock.now(), ({ db }) => {
    for (const { heads, ...of } of classes) {
      const { id } = db
        .insert(classGroup)
        .values({ schoolId: 1, canonical: of.name, ...of })
        .returning({ id: classGroup.id })
        .get();
      for (const head of heads) {
        const who = db
          .select({ person: identity.personId })
          .from(identity)
          .where(eq(identity.userId, campus.person(head).openId))
          .get();
        if (!who) throw new Error(`${head} is nobody of this story`);
        const held = { role: 'class_teacher', scope: 'class', scopeId: String(id) } as const;
        db.insert(role)
          .values({ personId: who.person, schoolId: 1, ...held })
          .run();
      }
    }
  });
}

/** The class teachers' group with these members and the bot; its chat id. */
export function addClassTeachersGroup(campus: Campus, members: readonly string[]): string {
  const { emulator, server } = campus.tenant;
  const chatId = emulator.chats.create({
    name: '班主任群',
    members: members.map((name) => campus.person(name).openId),
    withBot: true,
  });
  server.engine.organisation.change(campus.clock.now(), ({ db, now }) => {
    const of = { platform: campus.platform, chatId, schoolId: 1, name: '班主任群', createdAt: now } as const;
    db.insert(chatGroup)
      .values({ ...of, purpose: 'class_teachers' })
      .run();
  });
  return chatId;
}
