import { eq } from 'drizzle-orm';
import type { Outcome } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import { Refused } from '../kernel/refused.ts';
import { refresh, sendCard, sendText } from '../kernel/send.ts';
import { setTimer } from '../kernel/timers.ts';
import { peopleWithFirstRole } from '../school/people.ts';
import { drillUnit } from '../store/schema/index.ts';
import { changeDrill, requireState, writeStep } from './change.ts';
import { gapOf, standingOf, type Unit } from './count.ts';
import { findDrill, findUnit, peopleAt, unitsOf } from './queries.ts';
import { emergency } from './real.ts';
import { GAP_TIMER } from './report.ts';
import { type Drill, idOfTopic, nextStageAt, stageAt, unitTopic } from './rules.ts';
import { alarmedOf } from './stand_down.ts';
import { leadersOf } from './who.ts';
import { headOf } from './words.ts';

/**
 * Somebody is still missing: the teacher checks the list, the assembly officer and the sweepers search, then the drill
 * stops and the missing-child procedure begins (domain/drills.md §4 ②). After an outage what is due now is done now.
 */
export function climbGap(context: Context, subject: string): void {
  const unit = findUnit(context, idOfTopic(subject));
  const of = unit && findDrill(context, unit.drillId);
  if (!unit || of?.state !== 'running' || unit.gapSince === null || standingOf(unit) !== 'missing') return;
  const stage = stageAt(unit.gapSince, context.now);
  if (stage <= unit.gapStage) return;
  context.db.update(drillUnit).set({ gapStage: stage }).where(eq(drillUnit.id, unit.id)).run();
  writeStep(context, of.id, `gap_${stage}`, unit.name);
  if (stage === 1) tellReporter(context, of, unit);
  if (stage === 2) tellSearchers(context, of, unit);
  if (stage >= 3 && (of.missingAt === null || of.foundAt !== null)) beginMissing(context, of, unit);
  if (stage >= 4) askDecision(context, of, unit);
  refresh(context, unitTopic(unit.id), 'urgent');
  const next = nextStageAt(unit.gapSince, stage);
  if (next !== undefined) setTimer(context, GAP_TIMER, subject, next);
}

function tellReporter(context: Context, of: Drill, unit: Unit): void {
  if (unit.reporterId === null) return;
  sendText(
    context,
    `${headOf(of)}${unit.name}还差 ${gapOf(unit) ?? 0} 人。请核对纸册，再报点名官；人找到了点“更正人数”。`,
    { person: unit.reporterId },
    { lane: 'urgent', dedupeKey: `drill.gap1:${unit.id}:${unit.gapSince ?? 0}` },
  );
}

function tellSearchers(context: Context, of: Drill, unit: Unit): void {
  const named = peopleAt(context, of.id, ['assembly_officer', 'sweeper']);
  const people =
    named.length > 0
      ? named
      : peopleWithFirstRole(context, of.schoolId, ['safety_office', 'duty_leader', 'vice_principal']).map(
          (one) => one.person,
        );
  for (const person of people)
    sendCard(
      context,
      'drill.gap',
      { unit: unit.id },
      { person },
      { lane: 'urgent', urge: true, dedupeKey: `drill.gap:${unit.id}:${unit.gapSince ?? 0}:${person}` },
    );
}

/** A drill that plays a missing child practises the same steps, without an emergency. */
const isPlayed = (of: Drill): boolean => of.type === 'missing-child' && of.realAt === null;

function beginMissing(context: Context, of: Drill, unit: Unit): void {
  const reporter = unit.reporterId;
  const incidentId =
    isPlayed(of) || reporter === null
      ? undefined
      : emergency(context, reporter, 'missing', `${unit.name}点名差 ${gapOf(unit) ?? 0} 人，还没找到`);
  const now = changeDrill(
    context,
    of,
    'missing',
    { missingAt: context.now, foundAt: null, ...(incidentId === undefined ? {} : { incidentId }) },
    unit.name,
  );
  for (const person of alarmedOf(context, now))
    sendCard(
      context,
      'drill.missing',
      { drill: of.id },
      { person },
      { lane: 'urgent', urge: true, dedupeKey: `drill.missing:${of.id}:${context.now}:${person}` },
    );
}

/** Ten minutes: whether to call 110 and the guardians is the commander's decision. */
function askDecision(context: Context, of: Drill, unit: Unit): void {
  for (const person of leadersOf(context, of))
    sendCard(
      context,
      'drill.missing',
      { drill: of.id },
      { person },
      { lane: 'urgent', urge: true, dedupeKey: `drill.decide:${unit.id}:${unit.gapSince ?? 0}:${person}` },
    );
}

/** 转真实走失: somebody need not wait for the three minutes. */
export function turnMissing(context: Context, of: Drill): Outcome {
  requireState(context, of, 'missing');
  if (of.missingAt !== null && of.foundAt === null)
    throw new Refused('drill.missing_already', '已按走失处置', undefined, 'info');
  const unit = unitsOf(context, of.id).find((one) => standingOf(one) === 'missing');
  if (!unit) throw new Refused('drill.nobody_missing', '没有班级报差人', undefined, 'info');
  beginMissing(context, of, unit);
  return { toast: { tone: 'success', text: '已按走失处置，已通知保安' } };
}
