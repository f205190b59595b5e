import { z } from 'zod';
import { privateHandedNamelessCard } from '../../cards/incidents/private_handed.ts';
import { privateElsewhereCard } from '../../cards/incidents/private_handler.ts';
import {
  type NodeLine,
  privateAskCard,
  privateAskedCard,
  privateCloseCard,
  privateNodesCard,
} from '../../cards/incidents/private_nodes.ts';
import { privateKeyCard, privateReturnCard, privateReturnClosedCard } from '../../cards/incidents/private_return.ts';
import type { Fact } from '../../cards/model.ts';
import type { ReadContext } from '../kernel/context.ts';
import { definePresentation, type Presentation, type Viewer } from '../kernel/presentation.ts';
import { momentText } from '../kernel/time.ts';
import { heldBy, openQuestions, questionLeftAt } from './add_words.ts';
import { lawStepsOpen } from './close_private.ts';
import { isClosed, nodesOf, openNode, type PrivateNode } from './plan_nodes.ts';
import { type PrivateLimits, privateLimitsOf } from './private_limits.ts';
import { nodeRule, SCHOOL } from './private_nodes.ts';
import {
  handlerTitle,
  type PrivateReport,
  privateReportById,
  privateReportsOf,
  privateTopicOf,
} from './private_queries.ts';
import { hasReturnKey } from './return_key.ts';
import { keyOfVisit, matterOfVisit } from './visit.ts';

const visited = z.object({ visit: z.string() });

/** Shown for an hour; what is on the phone then stays there, since it cannot be shown again. */
const key = definePresentation({
  card: 'private.key',
  subject: visited,
  topic: () => 'private:handed',
  keepsEntered: false,
  show: (context, { visit }) => {
    const shown = keyOfVisit(context, visit);
    return shown === undefined ? privateHandedNamelessCard() : privateKeyCard(shown);
  },
});

const moment = (context: ReadContext, at: number): string => momentText(at, context.now, context.timeZone);

/** What somebody without a name may know: when it was handed in, who has looked, which steps are done. */
function progressOf(context: ReadContext, number: string): readonly Fact[] {
  const copies = privateReportsOf(context, number);
  const facts: Fact[] = [];
  const [first] = copies;
  if (first?.entrustedAt != null) facts.push({ label: '交出', value: moment(context, first.entrustedAt) });
  for (const copy of heldBy(context, number)) {
    if (copy.handlerId === null) continue;
    const state = copy.openedAt === null ? '待查看' : `${moment(context, copy.openedAt)} 已查看`;
    facts.push({ label: handlerTitle(context, copy, copy.handlerId), value: state });
  }
  for (const node of nodesOf(context, number)) {
    const rule = first && nodeRule(first.kind, node.node);
    if (rule && node.doneAt !== null) facts.push({ label: rule.name, value: moment(context, node.doneAt) });
  }
  return facts;
}

const back = definePresentation({
  card: 'private.return',
  subject: visited.extend({ given: z.number().default(0) }),
  topic: () => 'private:return',
  keepsEntered: false,
  show: (context, { visit, given }, viewer, entered) => {
    const matter = matterOfVisit(context, visit);
    if (!matter || viewer.kind !== 'person' || viewer.person !== matter.person) return privateReturnClosedCard();
    return privateReturnCard({
      visit,
      nodes: progressOf(context, matter.number),
      questions: openQuestions(context, matter.number),
      given: given === 1,
      mayAdd: heldBy(context, matter.number).length > 0,
      ...(entered ? { entered } : {}),
    });
  },
  wanted: (context, { visit }) => matterOfVisit(context, visit) !== undefined,
});

const isHandler = (report: PrivateReport, viewer: Viewer): boolean =>
  viewer.kind === 'person' && viewer.person === report.handlerId;

function lineOf(context: ReadContext, report: PrivateReport, node: PrivateNode, closed: boolean): NodeLine | undefined {
  const rule = nodeRule(report.kind, node.node);
  if (!rule) return undefined;
  if (node.doneAt !== null) return { name: rule.name, state: `${moment(context, node.doneAt)} 办` };
  if (closed) return { name: rule.name, state: '没有点，已办结' };
  if (!rule.limit || node.dueAt === null) return { name: rule.name, state: '待办' };
  const late = node.dueAt < context.now && rule.limit.text !== '立即';
  const state = rule.limit.text === '立即' ? '立即' : `${moment(context, node.dueAt)} 前${late ? '，已过' : ''}`;
  const handedIn = report.entrustedAt ?? node.dueAt;
  const isOurs = rule.limit.dueAt(handedIn, context.timeZone) === node.dueAt;
  return { name: rule.name, state, limit: isOurs ? rule.limit.by : SCHOOL };
}

const nodes = definePresentation({
  card: 'private.nodes',
  subject: z.object({ report: z.number() }),
  topic: ({ report }) => privateTopicOf(report),
  keepsEntered: false,
  show: (context, { report }, viewer) => {
    const row = privateReportById(context, report);
    if (!row) return undefined;
    if (!isHandler(row, viewer) || row.openedAt === null) return privateElsewhereCard(row.number);
    const steps = nodesOf(context, row.number);
    const next = openNode(steps);
    const rule = next && nodeRule(row.kind, next.node);
    return privateNodesCard({
      report,
      number: row.number,
      lines: steps.flatMap((one) => lineOf(context, row, one, isClosed(steps)) ?? []),
      ...(rule ? { next: { node: rule.node, label: rule.button } } : {}),
      mayAsk: hasReturnKey(context, row.number),
      // 未说类别 has 办结 as a step of its own.
      mayClose: next !== undefined && row.kind !== 'unsaid' && lawStepsOpen(row, steps).length === 0,
      ...(steps.some((one) => one.doneAt === null && one.dueAt === null) && next
        ? { pace: paceText(privateLimitsOf(context, row.schoolId)) }
        : {}),
    });
  },
  wanted: (context, { report }, viewer) => {
    const row = privateReportById(context, report);
    return row?.state === 'opened' && isHandler(row, viewer);
  },
});

const paceText = ({ firstAsked, askedEvery }: PrivateLimits): string =>
  `过 ${firstAsked} 个上课日问一次，之后每 ${askedEvery} 天`;

const close = definePresentation({
  card: 'private.close',
  subject: z.object({ report: z.number() }),
  topic: ({ report }) => privateTopicOf(report),
  keepsEntered: false,
  show: (context, { report }, viewer, entered) => {
    const row = privateReportById(context, report);
    if (!row) return undefined;
    if (!isHandler(row, viewer)) return privateElsewhereCard(row.number);
    const open = nodesOf(context, row.number).flatMap((one) =>
      one.doneAt === null ? (nodeRule(row.kind, one.node)?.name ?? []) : [],
    );
    return privateCloseCard({ report, number: row.number, open, ...(entered ? { message: entered.message } : {}) });
  },
});

const ask = definePresentation({
  card: 'private.ask',
  subject: z.object({ report: z.number(), question: z.number().default(0) }),
  topic: ({ report }) => privateTopicOf(report),
  keepsEntered: false,
  show: (context, { report, question }, viewer, entered) => {
    const row = privateReportById(context, report);
    if (!row) return undefined;
    if (!isHandler(row, viewer)) return privateElsewhereCard(row.number);
    if (question > 0) return privateAskedCard(row.number, questionLeftAt(context, question));
    return privateAskCard({ report, number: row.number, ...(entered ? { message: entered.message } : {}) });
  },
});

/** Cards of matters whose reporter left no name, and the steps their handlers owe. */
export const returnPresentations: readonly Presentation[] = [key, back, nodes, close, ask];
