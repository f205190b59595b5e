import { and, asc, eq, gt, inArray, isNull, ne, or, sql } from 'drizzle-orm';
import type { UndeliveredLine } from '../../cards/school/admin_undelivered.ts';
import type { Context, ReadContext } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { refresh } from '../kernel/send.ts';
import { DAY } from '../kernel/time.ts';
import { inList } from '../store/in_list.ts';
import { chatGroup, outbox } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import { nameOf, schoolsOf } from './people.ts';

/** How long something undelivered is news; what is older would arrive too late to be of use. */
const NEWS_MS = 7 * DAY;

export const undeliveredTopic = (schoolId: number): string => `undelivered:${schoolId}`;

/**
 * What to do for each reason of platforms/platform.ts (Verdict `never`) and of addressees nobody can be reached at;
 * domain/voice.md §2.6 〔admin.undelivered〕.
 */
const remedies: ReadonlyMap<string, string> = new Map([
  ['recipient_left', '账号已停用 → 请改派'],
  ['not_in_range', '不在应用可见范围 → 请信息老师加入'],
  ['bot_removed', '安园被移出 → 请重新拉入'],
  ['no_account', '还没有账号 → 请发“我是 姓名”'],
  ['not_configured', '这个平台没有接通 → 请信息老师看设置'],
  ['scope_missing', '应用少一项权限 → 请信息老师开通'],
  ['quota_exhausted', '本月额度用完 → 请信息老师升级'],
  ['content_blocked', '平台拦下原文 → 请到台账看，当面转告'],
  ['unanswered', '可能没收到 → 请当面问一句'],
  ['cards_refused', '平台不收卡片 → 请信息老师看模板'],
  ['card_rejected', '平台不收这张卡 → 请信息老师看日志'],
]);
const OTHER = '平台没有送到 → 请重发，或当面转告';

/** Verdicts are stored as `why: detail`; only the part before the colon is ours. */
const remedyFor = (verdict: string | null): string => remedies.get((verdict ?? '').split(':')[0] ?? '') ?? OTHER;

const failed = prepared((db) =>
  db
    .select({ id: outbox.id, personId: outbox.personId, groupId: outbox.groupId, verdict: outbox.verdict })
    .from(outbox)
    .where(
      and(
        eq(outbox.state, 'failed'),
        inArray(outbox.kind, ['card', 'text', 'file']),
        // The notice about failures is not itself news; texts have no card.
        or(isNull(outbox.card), ne(outbox.card, 'admin.undelivered')),
        gt(outbox.finishedAt, sql.placeholder('after')),
      ),
    )
    .orderBy(asc(outbox.finishedAt))
    .limit(500)
    .prepare(),
);

function failedRows(context: ReadContext, schoolId: number) {
  const rows = failed(context.db).all({ after: context.now - NEWS_MS });
  if (rows.length === 0) return [];
  const schoolOfGroup = new Map(
    context.db
      .select({ id: chatGroup.id, name: chatGroup.name, schoolId: chatGroup.schoolId })
      .from(chatGroup)
      .all()
      .map((row) => [row.id, row]),
  );
  return rows.flatMap((row) => {
    const group = row.groupId === null ? undefined : schoolOfGroup.get(row.groupId);
    // Somebody without a role, a stranger, a group of no school: every office may help.
    const schools = row.personId !== null ? schoolsOf(context, row.personId) : group?.schoolId ? [group.schoolId] : [];
    if (schools.length > 0 && !schools.includes(schoolId)) return [];
    const recipient =
      row.personId !== null
        ? nameOf(context, row.personId)
        : row.groupId !== null
          ? (group?.name ?? '未命名群')
          : '未登记的人';
    return [{ id: row.id, recipient, remedy: remedyFor(row.verdict) }];
  });
}

/** What could not be delivered in the last 7 days, folded by recipient and remedy. Says whom, never what about. */
export function undelivered(
  context: ReadContext,
  schoolId: number,
): { readonly total: number; readonly lines: readonly UndeliveredLine[] } {
  const rows = failedRows(context, schoolId);
  const folded = new Map<string, UndeliveredLine>();
  for (const { recipient, remedy } of rows) {
    const key = `${recipient}\n${remedy}`;
    folded.set(key, { recipient, remedy, count: (folded.get(key)?.count ?? 0) + 1 });
  }
  return { total: rows.length, lines: [...folded.values()] };
}

/** 全部重发: puts everything undelivered of the last 7 days back into the queue. Returns how many. */
export function retryUndelivered(context: Context, input: { readonly school: number }): number {
  const ids = failedRows(context, input.school).map((row) => row.id);
  context.db
    .update(outbox)
    .set({
      state: 'pending',
      attempts: 0,
      notBefore: 0,
      claim: null,
      leaseUntil: null,
      verdict: null,
      finishedAt: null,
    })
    .where(inList(outbox.id, ids))
    .run();
  record(context, 'delivery.retried', undeliveredTopic(input.school), { rows: ids.length });
  refresh(context, undeliveredTopic(input.school));
  return ids.length;
}
