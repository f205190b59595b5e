/** A school whose leading group is known, for stories about meetings and summaries. */
import { eq } from 'drizzle-orm';
import { chatGroup, identity, meeting, meetingLine } from '../../../src/store/schema/index.ts';
import { type Campus, type CampusOptions, openCampus } from '../campus.ts';

export interface MeetingSchool extends Campus {
  readonly leading: string;
  readonly db: Campus['tenant']['server']['engine']['organisation']['store']['db'];
  personId(name: string): number;
  meetings(): readonly (typeof meeting.$inferSelect)[];
  lines(): readonly (typeof meetingLine.$inferSelect)[];
  /** Everybody forgets what came. */
  skipAll(): void;
}

const leaders = ['王芳', '孙丽', '周建国', '吴刚'];
const everybody = ['刘洋', '王芳', '赵强', '陈静', '孙丽', '周建国', '吴刚', '郑敏'];

export async function openMeetingSchool(options: CampusOptions = {}): Promise<MeetingSchool> {
  const campus = await openCampus(options);
  const { organisation } = campus.tenant.server.engine;
  const { db } = organisation.store;
  const leading = await campus.group('平安领导小组', leaders);
  organisation.change(campus.clock.now(), ({ db: inside }) => {
    inside.update(chatGroup).set({ purpose: 'leading_group', schoolId: 1 }).where(eq(chatGroup.chatId, leading)).run();
  });
  const known = db.select().from(chatGroup).where(eq(chatGroup.chatId, leading)).get();
  if (!known)
    organisation.change(campus.clock.now(), ({ db: inside, now }) => {
      inside
        .insert(chatGroup)
        .values({
          platform: campus.platform,
          chatId: leading,
          schoolId: 1,
          name: '平安领导小组',
          purpose: 'leading_group',
          createdAt: now,
        })
        .run();
    });
  const skipAll = (): void => {
    for (const name of everybody) campus.person(name).skips();
  };
  await campus.settle();
  skipAll();
  return {
    ...campus,
    leading,
    db,
    personId: (name) =>
      db
        .select({ id: identity.personId })
        .from(identity)
        .where(eq(identity.userId, campus.person(name).openId))
        .get()?.id ?? 0,
    meetings: () => db.select().from(meeting).all(),
    lines: () => db.select().from(meetingLine).all(),
    skipAll,
  };
}
