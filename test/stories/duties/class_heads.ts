import { eq } from 'drizzle-orm';
import { chatGroup, classGroup, identity, role } from '../../../src/store/schema/index.ts';
import { type Campus, type CampusOptions, openCampus } from '../campus.ts';

/** Three classes with heads, and the class teachers' group; the story begins the evening before. */
export async function withClasses(options: CampusOptions = {}): Promise<{ campus: Campus; group: string }> {
  const campus = await openCampus({
    duties: true,
    start: '2025-09-17 20:00',
    staff: {
      王芳: ['safety_office'],
      孙丽: ['vice_principal'],
      周建国: ['principal'],
      李敏: ['staff'],
      赵强: ['staff'],
      陈静: ['staff'],
      郑敏: ['staff'],
    },
    ...options,
  });
  const { emulator, server } = campus.tenant;
  const heads = ['李敏', '赵强', '陈静'];
  const group = emulator.chats.create({
    name: '班主任群',
    members: heads.map((name) => campus.person(name).openId),
    withBot: true,
  });
  server.engine.organisation.change(campus.clock.now(), ({ db, now }) => {
    db.insert(chatGroup)
      .values({
        platform: campus.platform,
        chatId: group,
        schoolId: 1,
        name: '班主任群',
        purpose: 'class_teachers',
        createdAt: now,
      })
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
      const who = db
        .select({ person: identity.personId })
        .from(identity)
        .where(eq(identity.userId, campus.person(name).openId))
        .get();
      db.insert(role)
        .values({
          personId: who?.person ?? 0,
          schoolId: 1,
          role: 'class_teacher',
          scope: 'class',
          scopeId: String(made.id),
        })
        .run();
    });
  });
  return { campus, group };
}
