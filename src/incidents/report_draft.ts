import type { FieldValue } from '../../cards/model.ts';
import type { ReadContext } from '../kernel/context.ts';
import { clockOf, dateOf } from '../kernel/time.ts';
import { nameOf } from '../school/people.ts';
import { postsOf } from './post_queries.ts';
import { type Incident, stepsOf } from './queries.ts';
import { draftOf, reportsOf } from './report_queries.ts';
import type { Stage } from './report_rules.ts';
import { openReportWords, type ReportWords } from './report_words.ts';
import { teamRules, teams } from './teams.ts';

/** How an emergency of each kind is called in a report (domain/duties.json incident-report). */
const kinds: Readonly<Record<string, string>> = {
  fire: '火灾',
  gas: '火灾',
  injury: '伤害',
  intruder: '治安',
  missing: '走失',
  trapped: '伤害',
  drowning: '溺水',
  collapse: '建筑',
  poisoning: '食物中毒',
  traffic: '交通',
};

/**
 * What the form is filled with: the draft that is there, else the last report of this emergency, else what is known
 * from its course. Numbers of people are never guessed.
 */
export function reportInitial(context: ReadContext, subject: Incident, stage: Stage): Record<string, FieldValue> {
  const before = draftOf(context, subject.id, stage) ?? reportsOf(context, subject.id).at(-1);
  const words = before ? openReportWords(context, before.sealed) : undefined;
  if (words) {
    const { cause, improvement, ...always } = words;
    return { ...always, ...(cause ? { cause } : {}), ...(improvement ? { improvement } : {}) };
  }
  return {
    kind: kinds[subject.kind] ?? '其他',
    at: startOf(context, subject),
    ...(subject.place === null ? {} : { place: subject.place }),
    measures: measuresSoFar(context, subject),
  };
}

/** What a final report does not ask again: taken from the last report, else from the emergency itself. */
export function reportHead(
  context: ReadContext,
  subject: Incident,
): Pick<ReportWords, 'kind' | 'at' | 'place' | 'called'> {
  const before = reportsOf(context, subject.id).at(-1);
  const words = before ? openReportWords(context, before.sealed) : undefined;
  return (
    words ?? {
      kind: kinds[subject.kind] ?? '其他',
      at: startOf(context, subject),
      place: subject.place ?? '校内',
      called: [],
    }
  );
}

const startOf = (context: ReadContext, subject: Incident): string =>
  `${dateOf(subject.at, context.timeZone)} ${clockOf(subject.at, context.timeZone)}`;

/** 10:33 王强接手处置；10:34 已打电话；保卫组、救护组到位 */
function measuresSoFar(context: ReadContext, subject: Incident): string {
  const at = (moment: number): string => clockOf(moment, context.timeZone);
  const lines: string[] = [];
  if (subject.handledAt !== null) {
    lines.push(`${at(subject.handledAt)} ${nameOf(context, subject.handlerId)}接手处置`);
  }
  const call = stepsOf(context, subject.id).find((step) => step.action === 'incident.called');
  if (call) lines.push(`${at(call.at)} 已打电话求援`);
  const posts = postsOf(context, subject.id).filter((post) => post.state === 'in_place');
  const inPlace = teams.filter((team) => posts.some((post) => post.team === team)).map((team) => teamRules[team].says);
  if (inPlace.length > 0) lines.push(`${inPlace.join('、')}到位`);
  return lines.join('；');
}
