import { doneCard, evaluationCard, findingsCard } from '../../cards/drills/after.ts';
import type { Chart } from '../../cards/model.ts';
import { findHazard } from '../hazards/queries.ts';
import type { ReadContext } from '../kernel/context.ts';
import type { Presentation, Viewer } from '../kernel/presentation.ts';
import { dateOf, plusDays, shortDay } from '../kernel/time.ts';
import { candidates, nameOf } from '../school/people.ts';
import { durationText, floorSeconds, secondsOf, standingOf, totalsOf, type Unit } from './count.ts';
import { leftText } from './coverage.ts';
import { evaluationForm, findingsForm } from './forms.ts';
import { lateEntryOf } from './late_entry.ts';
import { partName, partOf } from './part.ts';
import { photosOfDrill } from './photos.ts';
import { earlierOfType, evaluationsOf, findingsOf, reportsOf, scoreOf, unitsOf } from './queries.ts';
import { quotasOf } from './quota.ts';
import { type Drill, gradeOf, topicOf, typeOf } from './rules.ts';
import { drillCard } from './show_running.ts';
import { mayOrganise } from './who.ts';
import { headOf, nameOfDrill } from './words.ts';

/** How many drills of a type are compared; more bars cannot be read on a phone. */
const COMPARED = 4;

/** Seconds from the start until everybody was accounted for. */
export const tookOf = (of: Drill): number | undefined =>
  of.accountedAt === null || of.startedAt === null
    ? undefined
    : Math.max(0, Math.round((of.accountedAt - of.startedAt) / 1_000));

const dayOf = (context: ReadContext, of: Drill): string =>
  shortDay(dateOf(of.startedAt ?? of.plannedAt, context.timeZone), dateOf(context.now, context.timeZone));

function comparison(context: ReadContext, of: Drill): Chart | undefined {
  const all = [...earlierOfType(context, of, COMPARED), of].flatMap((one) => {
    const seconds = tookOf(one);
    return seconds === undefined ? [] : [{ label: dayOf(context, one), value: seconds }];
  });
  if (all.length < 2) return undefined;
  const told = all.map((one) => `${one.label} ${durationText(one.value)}`).join('，');
  return { shape: 'bar', points: all, alt: `${nameOfDrill(of)}近 ${all.length} 次用时：${told}。` };
}

function gapsText(context: ReadContext, units: readonly Unit[]): string {
  const open = units.filter((unit) => standingOf(unit) !== 'closed').length;
  if (open > 0) return `${open} 班未闭合`;
  const had = units.filter((unit) => reportsOf(context, unit.id).some((one) => one.expected !== one.present)).length;
  return had > 0 ? `${had} 班有过，已闭合` : '无';
}

/** A drill of a part while classes are left in its period; later the period speaks for itself. */
function partNote(context: ReadContext, of: Drill): { readonly part?: string } {
  if (partOf(of) === undefined || of.kind !== 'drill') return {};
  const quota = quotasOf(context, of.schoolId).find(({ held }) => held.some((one) => one.id === of.id));
  if (!quota || quota.left.length === 0) return {};
  return { part: `这次只算${partName(of)}，${quota.period.text}${leftText(quota.left)}没演。` };
}

function showDone(context: ReadContext, of: Drill, viewer: Viewer) {
  const units = unitsOf(context, of.id);
  const totals = totalsOf(units);
  const took = tookOf(of);
  const late = lateEntryOf(of);
  const started = of.startedAt ?? 0;
  const chart = of.kind === 'drill' ? comparison(context, of) : undefined;
  const classes = units.filter((unit) => unit.kind !== 'person');
  return doneCard({
    drill: of.id,
    head: headOf(of),
    isDrill: of.kind === 'drill',
    isReal: of.realAt !== null,
    isClosed: totals.isClosed,
    isCounted: units.length > 0,
    expected: totals.expected,
    present: totals.present + totals.resolved,
    ...(took === undefined ? {} : { took: durationText(took) }),
    ...(late ? { late: late.heldAt, took: durationText(late.seconds) } : {}),
    ...(of.targetSeconds === null ? {} : { target: durationText(of.targetSeconds) }),
    gaps: gapsText(context, units),
    floors: floorSeconds(classes, started).map((one) => `${one.floor} ${durationText(one.seconds)}`),
    slowest: classes
      .flatMap((unit) => {
        const seconds = secondsOf(unit, started);
        return seconds === undefined ? [] : [{ name: unit.name, seconds }];
      })
      .sort((left, right) => right.seconds - left.seconds)
      .slice(0, 3)
      .map((one) => `${one.name} ${durationText(one.seconds)}`),
    ...partNote(context, of),
    ...(of.exception === null ? {} : { exception: of.exception }),
    ...(chart ? { chart } : {}),
    mayExport: viewer.kind === 'person' && mayOrganise(context, viewer.person, of.schoolId),
  });
}

const scoreText = (score: number | undefined): string | undefined =>
  score === undefined ? undefined : `${score}/75，${gradeOf(score)}`;

export const afterPresentations: readonly Presentation[] = [
  drillCard('drill.done', topicOf, showDone),
  drillCard('drill.evaluation', topicOf, (context, of, viewer, entered) => {
    const mine =
      viewer.kind === 'person'
        ? evaluationsOf(context, of.id).find((one) => one.personId === viewer.person)
        : undefined;
    const given = scoreText(mine?.total);
    const took = tookOf(of);
    const late = lateEntryOf(of);
    return evaluationCard({
      drill: of.id,
      head: headOf(of),
      name: typeOf(of.type).name,
      day: dayOf(context, of),
      fields: evaluationForm.show(
        { jams: { initial: 0 }, injuries: { initial: 0 }, weather: { initial: of.weather ?? undefined } },
        entered?.values,
      ),
      ...(given === undefined ? {} : { given }),
      took: late ? `${durationText(late.seconds)}（纸质记录）` : took === undefined ? '未闭合' : durationText(took),
      ...(entered ? { message: entered.message } : {}),
    });
  }),
  drillCard('drill.findings', topicOf, (context, of, _viewer, entered) => {
    const score = scoreText(scoreOf(context, of.id));
    const today = dateOf(context.now, context.timeZone);
    return findingsCard({
      drill: of.id,
      head: headOf(of),
      name: typeOf(of.type).name,
      day: dayOf(context, of),
      ...(score === undefined ? {} : { score }),
      evaluations: evaluationsOf(context, of.id).length,
      photos: photosOfDrill(context, of.id).length,
      isFiled: of.findingsAt !== null,
      filed: findingsOf(context, of.id).map((one) => {
        const made = one.hazardId === null ? undefined : findHazard(context, one.hazardId);
        const where =
          one.goes === 'hazard'
            ? `隐患 ${made?.number ?? '待确认'}`
            : `预案修订，${nameOf(context, one.ownerId)} ${shortDay(one.due, today)}`;
        return `${one.text}：${where}`;
      }),
      fields: findingsForm.show(
        {
          owner: { candidates: candidates(context, of.schoolId, ['safety_office', 'facility_lead', 'vice_principal']) },
          // domain/duties.md drill-improvement: 30 日闭环.
          weather: { initial: of.weather ?? undefined },
          due: { initial: plusDays(dateOf(of.startedAt ?? context.now, context.timeZone), 30) },
        },
        entered?.values,
      ),
      ...(entered ? { message: entered.message } : {}),
    });
  }),
];
