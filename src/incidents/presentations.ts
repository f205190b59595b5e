import { z } from 'zod';
import { alertCard } from '../../cards/incidents/alert.ts';
import { firstCard } from '../../cards/incidents/first.ts';
import { callOffCard } from '../../cards/incidents/off.ts';
import { droppedCard, toldCard } from '../../cards/incidents/told.ts';
import { unclearCard } from '../../cards/incidents/unclear.ts';
import type { Card } from '../../cards/model.ts';
import type { ReadContext } from '../kernel/context.ts';
import { definePresentation, type Presentation } from '../kernel/presentation.ts';
import { whenText } from '../kernel/time.ts';
import { nameOf, roleNames } from '../school/people.ts';
import { rungHolders } from './alert.ts';
import { endingOf, offOf } from './endings.ts';
import { postsOf } from './post_queries.ts';
import { alertedOf, type Incident, incidentById, isConfirmed, type Step, stepsOf, topicOf } from './queries.ts';
import { dueText } from './report_due.ts';
import { stageDue } from './report_queries.ts';
import { stageNames } from './report_rules.ts';
import { choices, ladder, REPORTER_CALLS_OFF, ruleOf } from './rules.ts';
import { membersOf, teamRules, teamsToCall } from './teams.ts';

const subject = z.object({ incident: z.number() });

/** The day as well once it is another one: these cards are drawn anew. */
const clock = (context: ReadContext, at: number): string => whenText(at, context.now, context.timeZone);

const placeOf = (row: Incident) => (row.place === null ? {} : { place: row.place });

const handledOf = (context: ReadContext, row: Incident) =>
  row.handlerId === null || row.handledAt === null
    ? {}
    : { handled: { name: nameOf(context, row.handlerId), at: clock(context, row.handledAt) } };

/** 带班领导 王强、李敏；安全办 赵刚: each role once, in the order they were told. */
function toldNames(told: readonly { readonly role: string; readonly name: string }[]): string {
  const roles = [...new Set(told.map((one) => one.role))];
  return roles
    .map((role) => `${role} ${told.flatMap((one) => (one.role === role ? [one.name] : [])).join('、')}`.trim())
    .join('；');
}

function toldOf(context: ReadContext, row: Incident): Card {
  const steps = stepsOf(context, row.id);
  const told = toldNames(
    alertedOf(steps).map(({ person, role }) => ({ role: roleNames[role] ?? '', name: nameOf(context, person) })),
  );
  const { numbers, steps: todo } = ruleOf(row.kind);
  return toldCard({
    incident: row.id,
    numbers,
    steps: todo,
    ...(told === '' ? {} : { told }),
    ...placeOf(row),
    ...handledOf(context, row),
    mayConfirm: !isConfirmed(steps),
    mayCallOff: row.handlerId === null && context.now - row.at <= REPORTER_CALLS_OFF,
  });
}

/**
 * 10:41 无应答报分管副校长 while it is to come, 10:41 已报分管副校长 once it has happened. Only what will reach somebody
 * new is promised.
 */
function ladderOf(context: ReadContext, row: Incident, steps: readonly Step[]): readonly string[] {
  const lines: string[] = [];
  const known = new Set(alertedOf(steps).map((one) => one.person));
  for (const rung of ladder) {
    const done = steps.find((step) => step.alerted.some((one) => one.role === rung.role));
    if (done) {
      lines.push(`${clock(context, done.at)} 已报${rung.says}`);
      continue;
    }
    const dueAt = (row.alertedAt ?? row.at) + rung.after;
    const next = rungHolders(context, row, rung).filter((one) => !known.has(one.person));
    const [first] = next;
    if (!first || dueAt <= context.now) continue;
    for (const one of next) known.add(one.person);
    const says = first.role === 'principal' ? '校长' : rung.says;
    lines.push(`${clock(context, dueAt)} 无应答报${says}`);
  }
  return lines;
}

const answers = { asked: '等应答', in_place: '到位', cannot: '去不了' } as const;

/** What is under way. */
function courseOf(context: ReadContext, row: Incident) {
  const posts = postsOf(context, row.id);
  const due = stageDue(context, row);
  const taken = new Set<number>(posts.map((post) => post.personId));
  return {
    posts: posts.map((post) => {
      const at = post.answeredAt === null ? '' : `${clock(context, post.answeredAt)} `;
      return `${teamRules[post.team].says} ${nameOf(context, post.personId)} ${at}${answers[post.state]}`;
    }),
    mayCallTeams:
      row.state === 'handled' && teamsToCall(posts).some((team) => membersOf(context, row, team, taken).length > 0),
    ...(due ? { report: { label: stageNames[due], stage: due, due: dueText(context, row, due) } } : {}),
  };
}

function alertOf(context: ReadContext, row: Incident): Card {
  const steps = stepsOf(context, row.id);
  const { name, steps: todo } = ruleOf(row.kind);
  return alertCard({
    incident: row.id,
    kind: name,
    words: row.words,
    ...placeOf(row),
    reporter: row.reporterId === null ? '未登记的人' : nameOf(context, row.reporterId),
    at: clock(context, row.at),
    unconfirmed: row.reporterId !== null && !isConfirmed(steps),
    steps: todo,
    ladder: ladderOf(context, row, steps),
    ...handledOf(context, row),
    calls: steps
      .filter((step) => step.action === 'incident.called')
      .map((step) => `${clock(context, step.at)} ${nameOf(context, step.person)}`),
    ...courseOf(context, row),
  });
}

const first = definePresentation({
  card: 'incident.first',
  subject,
  topic: ({ incident }) => topicOf(incident),
  show: (context, { incident }, viewer) => {
    const row = incidentById(context, incident);
    if (!row) return undefined;
    const ending = endingOf(context, row, viewer);
    if (ending) return ending;
    if (row.state === 'dropped') return droppedCard();
    if (row.state !== 'asked') return toldOf(context, row);
    const { numbers, steps } = ruleOf(row.kind);
    return firstCard({
      incident: row.id,
      numbers,
      steps,
      choices: row.kind === 'unknown' ? choices : [],
      kind: row.kind,
      tells: '带班领导和安全办',
    });
  },
});

const alerted = definePresentation({
  card: 'incident.alert',
  subject,
  topic: ({ incident }) => topicOf(incident),
  show: (context, { incident }, viewer) => {
    const row = incidentById(context, incident);
    if (!row || row.state === 'asked' || row.state === 'dropped') return undefined;
    return endingOf(context, row, viewer) ?? alertOf(context, row);
  },
  // Whoever has not had the alert yet gets the all-clear only.
  wanted: (context, { incident }) => {
    const state = incidentById(context, incident)?.state;
    return state === 'alerted' || state === 'handled';
  },
});

const off = definePresentation({
  card: 'incident.off',
  subject,
  topic: ({ incident }) => topicOf(incident),
  show: (context, { incident }) => {
    const row = incidentById(context, incident);
    return row?.state === 'called_off' ? offOf(context, row) : undefined;
  },
});

const callOff = definePresentation({
  card: 'incident.call_off',
  subject,
  topic: ({ incident }) => topicOf(incident),
  show: (context, { incident }, viewer) => {
    const row = incidentById(context, incident);
    if (!row) return undefined;
    const ending = endingOf(context, row, viewer);
    if (ending) return ending;
    if (row.state === 'dropped') return droppedCard();
    return callOffCard({ incident: row.id, kind: ruleOf(row.kind).name, ...placeOf(row) });
  },
});

/** Shows nothing of what was said, so it depends on nothing but its reference. */
const unclear = definePresentation({
  card: 'incident.unclear',
  subject: z.object({ doubt: z.enum(['none', 'danger', 'private']), beside: z.literal([0, 1]) }),
  topic: () => 'unclear',
  show: (_context, { doubt, beside }) => unclearCard({ doubt, beside: beside === 1 }),
});

export const incidentPresentations: readonly Presentation[] = [first, alerted, off, callOff, unclear];
