import { eq } from 'drizzle-orm';
import { ladders } from '../../src/hazards/rules.ts';
import { openNodeStore } from '../../src/store/node.ts';
import { hazard, hazardReporter, identity, person, role, school, sentCard } from '../../src/store/schema/index.ts';

/** The school that is pressed: invented, the same in every server. */
export const ENCRYPT_KEY = 'bench-encrypt-key';
export const VERIFICATION_TOKEN = 'bench-verification-token';
export const APP_ID = 'cli_0123456789abcdef';
export const APP_SECRET = 'bench-app-secret';
export const TIME_ZONE = 'Asia/Shanghai';
export const PEOPLE = 100;
export const HAZARDS = 500;

export const userOf = (index: number): string => `ou_${String(index).padStart(32, '0')}`;
export const chatOf = (index: number): string => `oc_${String(index).padStart(32, '0')}`;
/** The message that shows hazard `index` (0-based) with the form 补充情况 to its reporter. */
export const messageOf = (index: number): string => `om_${String(index).padStart(32, '0')}`;
/** Hazard `index` was reported by this person (0-based) and is worked on by another. */
export const reporterOf = (index: number): number => index % PEOPLE;

/**
 * Writes the school into a fresh data directory: 100 people, 500 hazards being worked on, a card on a phone for each.
 * `userIds` replace the first people's accounts.
 */
export function fillTenant(directory: string, now: number, userIds: readonly string[] = []): void {
  const store = openNodeStore(directory, now);
  const { db } = store;
  store.transaction(() => {
    const { id: schoolId } = db.insert(school).values({ name: '测量小学', shortName: 'CL' }).returning().get();
    const people = Array.from({ length: PEOPLE }, (_, index) => {
      const { id } = db
        .insert(person)
        .values({ name: `老师${index}`, createdAt: now })
        .returning()
        .get();
      db.insert(identity)
        .values({
          platform: 'feishu',
          userId: userIds[index] ?? userOf(index),
          personId: id,
          directChatId: chatOf(index),
          greetedAt: now,
        })
        .run();
      db.insert(role)
        .values({ personId: id, schoolId, role: index === 0 ? 'safety_office' : 'class_teacher' })
        .run();
      return id;
    });
    for (let index = 0; index < HAZARDS; index += 1) {
      const reporterId = people[reporterOf(index)] ?? 0;
      const made = db
        .insert(hazard)
        .values({
          schoolId,
          number: `CL-202511-${String(index + 1).padStart(4, '0')}`,
          state: 'assigned',
          title: '楼梯扶手松动',
          description: '2号楼三层西侧楼梯扶手松动，学生下课会靠。',
          placeKind: 'stairs',
          placeDetail: `2号楼${index}`,
          category: 'building',
          sub: '',
          severity: 'general',
          reporterId,
          reportedAt: now - 3_600_000,
          ownerId: people[(reporterOf(index) + 1) % PEOPLE] ?? 0,
          leaderId: people[0] ?? 0,
          recheckerId: people[0] ?? 0,
          assignedAt: now - 1_800_000,
          due: '2099-12-31',
          originalDue: '2099-12-31',
          ladder: ladders.general,
        })
        .returning({ id: hazard.id })
        .get();
      db.insert(hazardReporter).values({ hazardId: made.id, personId: reporterId }).run();
      db.insert(sentCard)
        .values({
          card: 'hazard.ask',
          subject: { hazard: made.id, ask: 'supplement' },
          topic: `hazard:${made.id}`,
          platform: 'feishu',
          messageId: messageOf(index),
          chatId: chatOf(reporterOf(index)),
          personId: reporterId,
          sentAt: now,
          shown: '',
        })
        .run();
    }
    const first = db.select({ id: hazard.id }).from(hazard).where(eq(hazard.number, 'CL-202511-0001')).get();
    if (first?.id !== 1) throw new Error('bench.tenant: hazards are expected to be numbered from 1');
  });
  store.close();
}
