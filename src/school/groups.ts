import { and, eq } from 'drizzle-orm';
import { tidy } from '../../cards/fields.ts';
import type { GroupPurpose } from '../../cards/school/admin_group.ts';
import { shorten } from '../../cards/school/shorten.ts';
import { actingPerson, type Context, type ReadContext } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { Refused } from '../kernel/refused.ts';
import { refresh, sendCard } from '../kernel/send.ts';
import type { PlatformName } from '../platforms/platform.ts';
import { chatGroup } from '../store/schema/index.ts';
import { allSchools, safetyOffices, schoolsAsSafetyOffice } from './queries.ts';

export const groupTopic = (id: number): string => `group:${id}`;

export const groupById = (context: Pick<ReadContext, 'db'>, id: number) =>
  context.db.select().from(chatGroup).where(eq(chatGroup.id, id)).get();

/** Longest group name that is kept; Feishu's own names end at 60 letters. */
const NAME_LETTERS = 60;
const UNNAMED = '未命名群';

function askPurpose(context: Context, id: number, schoolId: number | null, occasion: string): void {
  for (const office of safetyOffices(context, schoolId === null ? [] : [schoolId])) {
    sendCard(
      context,
      'admin.group',
      { group: id },
      { person: office },
      { dedupeKey: `${groupTopic(id)}:${occasion}:${office}` },
    );
  }
}

/**
 * The bot is in a group: added to it, or addressed there for the first time. A group nobody has said the purpose of is
 * shown to the safety office; nothing goes into the group itself. Without `schoolId` the only school is taken, and
 * where there are several, whoever chooses decides. Heard twice it does nothing twice. Returns the group's id.
 */
export function learnGroup(
  context: Context,
  input: {
    readonly platform: PlatformName;
    readonly chatId: string;
    readonly name: string;
    readonly schoolId?: number;
  },
): number {
  const { platform, chatId } = input;
  const heard = shorten(tidy(input.name), NAME_LETTERS);
  const found = context.db
    .select()
    .from(chatGroup)
    .where(and(eq(chatGroup.platform, platform), eq(chatGroup.chatId, chatId)))
    .get();
  if (!found) {
    const schools = allSchools(context);
    const schoolId = input.schoolId ?? (schools.length === 1 ? (schools[0]?.id ?? null) : null);
    const made = context.db
      .insert(chatGroup)
      .values({ platform, chatId, schoolId, name: heard || UNNAMED, createdAt: context.now })
      .returning({ id: chatGroup.id })
      .get();
    record(context, 'group.learned', groupTopic(made.id), { platform, school: schoolId });
    askPurpose(context, made.id, schoolId, 'new');
    return made.id;
  }
  const name = heard || found.name;
  if (found.state === 'active' && name === found.name) return found.id;
  context.db.update(chatGroup).set({ name, state: 'active' }).where(eq(chatGroup.id, found.id)).run();
  if (found.state === 'left') {
    record(context, 'group.returned', groupTopic(found.id), { platform });
    if (!found.purpose) askPurpose(context, found.id, found.schoolId, `back-${context.now}`);
  }
  refresh(context, groupTopic(found.id));
  return found.id;
}

/** The bot was removed. Where the group had a purpose, the safety office hears it: what went there goes nowhere now. */
export function groupLeft(
  context: Context,
  input: { readonly platform: PlatformName; readonly chatId: string },
): number | undefined {
  const left = context.db
    .update(chatGroup)
    .set({ state: 'left' })
    .where(
      and(eq(chatGroup.platform, input.platform), eq(chatGroup.chatId, input.chatId), eq(chatGroup.state, 'active')),
    )
    .returning({ id: chatGroup.id, schoolId: chatGroup.schoolId, purpose: chatGroup.purpose })
    .get();
  if (!left) return undefined;
  record(context, 'group.left', groupTopic(left.id), { platform: input.platform });
  refresh(context, groupTopic(left.id));
  if (left.purpose) askPurpose(context, left.id, left.schoolId, `left-${context.now}`);
  return left.id;
}

/** Says what a group is for, also when it was something else before. A group of no school joins the chooser's. */
export function choosePurpose(
  context: Context,
  input: { readonly group: number; readonly purpose: GroupPurpose },
): void {
  const row = groupById(context, input.group);
  if (!row) throw new Refused('group.gone', '这张卡已过期，请发“待办”');
  const acting = actingPerson(context);
  const mine = acting === undefined ? [] : schoolsAsSafetyOffice(context, acting);
  const schoolId = row.schoolId ?? mine[0];
  if (schoolId === undefined || !mine.includes(schoolId)) throw new Refused('group.forbidden', '群的用途由安全办选');
  if (row.state === 'left') throw new Refused('group.left', '安园已不在这个群', '请先把安园重新拉进群。');
  if (row.purpose === input.purpose && row.schoolId === schoolId) return;
  context.db.update(chatGroup).set({ purpose: input.purpose, schoolId }).where(eq(chatGroup.id, row.id)).run();
  record(context, 'group.purpose', groupTopic(row.id), { before: row.purpose, after: input.purpose, school: schoolId });
  refresh(context, groupTopic(row.id));
  refresh(context, `school:${schoolId}`);
}
