import { and, eq } from 'drizzle-orm';
import type { PersonId } from '../../cards/model.ts';
import type { Outcome } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import { record } from '../kernel/record.ts';
import { FormRefused, Refused } from '../kernel/refused.ts';
import { refresh, sendCard, sendText } from '../kernel/send.ts';
import { clockOf } from '../kernel/time.ts';
import { cancelTimer, setTimer } from '../kernel/timers.ts';
import { nameOf } from '../school/people.ts';
import { drill, drillReport, drillUnit } from '../store/schema/index.ts';
import { refreshBoard } from './board.ts';
import { requireState, writeStep } from './change.ts';
import { durationText, gapOf, standingOf, totalsOf, type Unit } from './count.ts';
import { findDrill, ownUnits, unitsOf } from './queries.ts';
import { type Drill, nextStageAt, unitTopic } from './rules.ts';
import { leadersOf } from './who.ts';
import { headOf } from './words.ts';

export const GAP_TIMER = 'drill.gap';

export interface Count {
  readonly expected: number;
  readonly present: number;
  readonly reason?: string | undefined;
  readonly resolved?: boolean | undefined;
}

/** More than any school has: what is typed beyond is a slip. */
const MOST = 9_999;

/**
 * One press 「全部到齐」. It counts only while nothing was reported: a press on an old card must never wipe out a gap
 * somebody else has found. Without a known size the numbers are asked for.
 */
export function reportAll(context: Context, of: Drill, unit: Unit, person: PersonId): Outcome {
  requireState(context, of, 'count');
  const gap = gapOf(unit);
  if (gap !== undefined) {
    const at = clockOf(unit.reportedAt ?? context.now, context.timeZone);
    if (standingOf(unit) === 'closed')
      throw new Refused('drill.reported', `${unit.name}已于 ${at} 报齐`, undefined, 'info');
    throw new Refused(
      'drill.gap_open',
      `${at} 报${gap > 0 ? `差 ${gap} 人` : `多 ${-gap} 人`}`,
      `由${nameOf(context, unit.reporterId)}报。人齐了请点“更正人数”。`,
    );
  }
  if (unit.enrolled === null) {
    sendCard(context, 'drill.rollcall', { unit: unit.id }, { person }, { lane: 'urgent' });
    return { toast: { tone: 'info', text: '没有在册人数，请填实到' } };
  }
  return reportUnit(context, of, unit, person, { expected: unit.enrolled, present: unit.enrolled });
}

/** 全班到齐 on the board: the classes somebody heads; anybody else is asked which class. */
export function reportOwn(context: Context, of: Drill, person: PersonId): Outcome {
  requireState(context, of, 'count');
  const own = ownUnits(context, of, person);
  const open = own.filter((unit) => unit.reportedAt === null);
  const [first] = open.length > 0 ? open : own;
  if (!first) {
    sendCard(context, 'drill.other', { drill: of.id }, { person }, { lane: 'urgent' });
    return { toast: { tone: 'info', text: '已私信您，选班级上报' } };
  }
  return (open.length > 0 ? open : [first]).map((unit) => reportAll(context, of, unit, person)).at(-1) ?? {};
}

/**
 * Takes a count; a later one is a correction and stays beside the earlier ones with who and when. A class with more
 * than expected is kept as 混班 and offsets no other. Throws FormRefused for numbers that cannot be.
 */
export function reportUnit(context: Context, of: Drill, unit: Unit, person: PersonId, count: Count): Outcome {
  requireState(context, of, 'count');
  const { expected, present } = count;
  for (const [label, value] of [
    ['应到', expected],
    ['实到', present],
  ] as const)
    if (!Number.isInteger(value) || value < 0 || value > MOST) throw new FormRefused(`${label}请填整数，没有填 0`);
  const gap = expected - present;
  if (count.resolved === true && gap < 0) throw new FormRefused('多出来的人不能算已寻获', '请与相邻班核对后改人数。');
  const next = {
    expected,
    present,
    reason: gap === 0 ? null : (count.reason ?? null),
    resolved: gap > 0 && count.resolved === true,
  };
  if (
    unit.expected === next.expected &&
    unit.present === next.present &&
    unit.reason === next.reason &&
    unit.resolved === next.resolved
  )
    return { toast: { tone: 'info', text: `已记过：${unit.name}` } };
  const standing = standingOf({ ...next, enrolled: unit.enrolled });
  const isMissing = standing === 'missing';
  const gapSince = isMissing ? (unit.gapSince ?? context.now) : null;
  const moved = context.db
    .update(drillUnit)
    .set({
      ...next,
      revision: unit.revision + 1,
      reporterId: person,
      firstAt: unit.firstAt ?? context.now,
      reportedAt: context.now,
      closedAt: standing === 'closed' ? (standingOf(unit) === 'closed' ? unit.closedAt : context.now) : null,
      gapSince,
      gapStage: isMissing ? unit.gapStage : 0,
    })
    .where(and(eq(drillUnit.id, unit.id), eq(drillUnit.revision, unit.revision)))
    .returning()
    .get();
  if (!moved) throw new FormRefused('内容有更新，请按新卡填');
  context.db
    .insert(drillReport)
    .values({ unitId: unit.id, at: context.now, personId: person, ...next })
    .run();
  record(context, unit.reportedAt === null ? 'drill.counted' : 'drill.corrected', unitTopic(unit.id), {
    drill: of.id,
    before: { expected: unit.expected, present: unit.present, resolved: unit.resolved },
    after: next,
  });
  planGap(context, moved);
  settle(context, of.id);
  refresh(context, unitTopic(unit.id), 'urgent');
  if (standing === 'extra') return { toast: { tone: 'warning', text: '实到多于应到，请与邻班核对' } };
  if (isMissing) return { toast: { tone: 'warning', text: `已记：差 ${gap} 人，先核纸册` } };
  return { toast: { tone: 'success', text: `已记：${unit.name} ${present}/${expected}` } };
}

function planGap(context: Context, unit: Unit): void {
  const topic = unitTopic(unit.id);
  const next = unit.gapSince === null ? undefined : nextStageAt(unit.gapSince, unit.gapStage);
  if (next === undefined) cancelTimer(context, GAP_TIMER, topic);
  else setTimer(context, GAP_TIMER, topic, next);
}

/** After every count: is everybody accounted for now, or no longer? The drill's moment follows, and who leads hears. */
function settle(context: Context, drillId: number): void {
  const of = findDrill(context, drillId);
  if (!of) return;
  const totals = totalsOf(unitsOf(context, drillId));
  refreshBoard(context, of);
  if (totals.missing === 0 && of.missingAt !== null && of.foundAt === null) {
    context.db.update(drill).set({ foundAt: context.now }).where(eq(drill.id, drillId)).run();
    writeStep(context, drillId, 'found');
  }
  if (!totals.isClosed) {
    if (of.accountedAt === null) return;
    context.db.update(drill).set({ accountedAt: null }).where(eq(drill.id, drillId)).run();
    writeStep(context, drillId, 'reopened');
    return;
  }
  if (of.accountedAt !== null) return;
  context.db.update(drill).set({ accountedAt: context.now }).where(eq(drill.id, drillId)).run();
  writeStep(context, drillId, 'accounted');
  const took = durationText((context.now - (of.startedAt ?? context.now)) / 1_000);
  for (const person of leadersOf(context, of))
    sendText(
      context,
      `${headOf(of)}全部到齐，用时 ${took}，可以解除。`,
      { person },
      { lane: 'urgent', dedupeKey: `drill.accounted:${drillId}:${context.now}:${person}` },
    );
}
