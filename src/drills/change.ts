import { and, eq } from 'drizzle-orm';
import { actingPerson, type Context } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { Refused } from '../kernel/refused.ts';
import { refresh } from '../kernel/send.ts';
import { clockOf, momentText } from '../kernel/time.ts';
import { drill, drillStep } from '../store/schema/index.ts';
import { refreshBoard } from './board.ts';
import { type Drill, may, type Transition, topicOf } from './rules.ts';

type Columns = Partial<Omit<typeof drill.$inferInsert, 'id' | 'revision' | 'number' | 'schoolId'>>;

/**
 * The one place where a drill changes: columns, story, audit and the cards that show it, together. The update carries
 * the revision that was read, so two changes of the same moment cannot both win. Gives back the drill as it is now.
 */
export function changeDrill(context: Context, from: Drill, step: string, columns: Columns, note?: string): Drill {
  const moved = context.db
    .update(drill)
    .set({ ...columns, revision: from.revision + 1 })
    .where(and(eq(drill.id, from.id), eq(drill.revision, from.revision)))
    .returning()
    .get();
  if (!moved) throw new Refused('drill.moved_on', '内容有更新，请按新卡填');
  writeStep(context, from.id, step, note);
  record(context, `drill.${step}`, topicOf(from.id), { ...columns, ...(note === undefined ? {} : { note }) });
  refresh(context, topicOf(from.id), moved.state === 'running' ? 'urgent' : 'normal');
  if (from.startedAt !== null) refreshBoard(context, moved);
  return moved;
}

export function writeStep(context: Context, drillId: number, kind: string, note?: string): void {
  context.db
    .insert(drillStep)
    .values({ drillId, at: context.now, personId: actingPerson(context) ?? null, kind, note: note ?? null })
    .run();
}

/** Refuses what the state no longer allows, kindly (domain/voice.md §3 rows 28 and 6). */
export function requireState(context: Context, of: Drill, transition: Transition): void {
  if (may(of.state, transition)) return;
  const what = of.kind === 'drill' ? '演练' : '点名';
  if (of.state === 'planned')
    throw new Refused(
      'drill.not_started',
      `${what}还没开始`,
      `定于 ${momentText(of.plannedAt, context.now, context.timeZone)}。`,
      'info',
    );
  if (of.state === 'cancelled') throw new Refused('drill.cancelled', `这次${what}已取消`, undefined, 'info');
  if (of.state === 'running')
    throw new Refused(
      'drill.running',
      `${what}已于 ${clockOf(of.startedAt ?? context.now, context.timeZone)} 开始`,
      undefined,
      'info',
    );
  throw new Refused(
    'drill.over',
    `${what}已于 ${clockOf(of.stoodDownAt ?? context.now, context.timeZone)} 解除`,
    undefined,
    'info',
  );
}
