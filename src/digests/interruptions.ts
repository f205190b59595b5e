import { and, gt, gte, inArray, lte, sql } from 'drizzle-orm';
import type { ReadContext } from '../kernel/context.ts';
import { dateOf } from '../kernel/time.ts';
import { outbox, role } from '../store/schema/index.ts';
import { prepared } from '../store/store.ts';
import type { Told } from './told.ts';

const spoken = prepared((db) =>
  db
    .select({ person: outbox.personId, at: outbox.finishedAt })
    .from(outbox)
    .where(
      and(
        // The plus keeps the index of states out, which reads what the whole organisation was sent.
        sql`+${outbox.state} = 'sent'`,
        gt(outbox.finishedAt, sql.placeholder('after')),
        lte(outbox.finishedAt, sql.placeholder('upTo')),
        inArray(outbox.kind, ['card', 'text']),
        // Answers and alarms do not count (nudges/interruptions.ts).
        gte(outbox.rank, 2),
        sql`${outbox.personId} in (select ${role.personId} from ${role} where ${role.schoolId} = ${sql.placeholder('school')})`,
      ),
    )
    .prepare(),
);

/** How often the bot spoke by itself to one person on one day, for every such pair. */
function spokenByDay(context: ReadContext, told: Told): readonly { readonly date: string; readonly times: number }[] {
  const rows = spoken(context.db).all({ school: told.schoolId, after: told.after, upTo: told.upTo });
  const perDay = new Map<string, { date: string; times: number }>();
  for (const row of rows) {
    const date = dateOf(row.at ?? context.now, context.timeZone);
    const key = `${row.person}|${date}`;
    perDay.set(key, { date, times: (perDay.get(key)?.times ?? 0) + 1 });
  }
  return [...perDay.values()];
}

/** How often the bot spoke by itself: the average and the most to one person on one day. */
export function interruptionsOf(context: ReadContext, told: Told) {
  const counts = spokenByDay(context, told).map((one) => one.times);
  return {
    average: counts.length === 0 ? 0 : counts.reduce((sum, value) => sum + value, 0) / counts.length,
    most: Math.max(0, ...counts),
  };
}

/** The same day by day, the earliest first: people, times, and the most to one of them; nobody is named. */
export function interruptionsByDay(context: ReadContext, told: Told) {
  const days = new Map<string, { people: number; times: number; most: number }>();
  for (const { date, times } of spokenByDay(context, told)) {
    const day = days.get(date) ?? { people: 0, times: 0, most: 0 };
    days.set(date, { people: day.people + 1, times: day.times + times, most: Math.max(day.most, times) });
  }
  return [...days].sort(([left], [right]) => (left < right ? -1 : 1)).map(([date, day]) => ({ date, ...day }));
}
