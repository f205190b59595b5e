import { z } from 'zod';
import { privateFirstCard } from '../../cards/incidents/private_first.ts';
import {
  privateDroppedCard,
  privateHandedCard,
  privateHandedNamelessCard,
} from '../../cards/incidents/private_handed.ts';
import { privateContentCard, privateElsewhereCard, privateHandlerCard } from '../../cards/incidents/private_handler.ts';
import type { Card, Fact } from '../../cards/model.ts';
import type { ReadContext } from '../kernel/context.ts';
import { definePresentation, type Entered, type Presentation, type Viewer } from '../kernel/presentation.ts';
import { momentText } from '../kernel/time.ts';
import { nameOf } from '../school/people.ts';
import { nodesOf } from './plan_nodes.ts';
import {
  handlerOptions,
  handlerTitle,
  type PrivateReport,
  principalFor,
  privateReportById,
  privateReportsOf,
  privateTopicOf,
} from './private_queries.ts';
import { ERASED_AFTER, privateRules } from './private_rules.ts';
import { openWords } from './private_words.ts';

const subject = z.object({ report: z.number() });

const moment = (context: ReadContext, at: number | null): string =>
  at === null ? '—' : momentText(at, context.now, context.timeZone);

function stateOf(context: ReadContext, report: PrivateReport): string {
  return report.openedAt === null ? '待查看' : `${moment(context, report.openedAt)} 已查看`;
}

function reporterCard(
  context: ReadContext,
  report: PrivateReport,
  asked: { readonly inGroup: boolean; readonly anonymous: boolean },
  entered?: Entered,
): Card {
  if (report.state === 'dropped') return privateDroppedCard();
  if (report.state !== 'asked') {
    return privateHandedCard({
      number: report.number,
      at: moment(context, report.entrustedAt),
      handlers: privateReportsOf(context, report.number).flatMap((each) =>
        each.handlerId === null
          ? []
          : [{ role: handlerTitle(context, each, each.handlerId), state: stateOf(context, each) }],
      ),
    });
  }
  const { urgent } = privateRules[report.kind];
  return privateFirstCard({
    report: report.id,
    ...asked,
    ...(urgent ? { urgent } : {}),
    handlers: handlerOptions(context, report).map(({ value, text }) => ({ value, text })),
    ...(entered ? { entered } : {}),
  });
}

const isHandler = (report: PrivateReport, viewer: Viewer): boolean =>
  viewer.kind === 'person' && viewer.person === report.handlerId;

const isReporter = (report: PrivateReport, viewer: Viewer): boolean =>
  viewer.kind === 'person' && viewer.person === report.reporterId;

function contentCard(context: ReadContext, report: PrivateReport): Card {
  const nodes: Fact[] = [{ label: '交来', value: moment(context, report.entrustedAt) }];
  if (report.openedAt !== null) nodes.push({ label: '查看', value: moment(context, report.openedAt) });
  if (report.erasedAt !== null) nodes.push({ label: '清除', value: moment(context, report.erasedAt) });
  const { sealed, openedAt } = report;
  const words = sealed === null ? undefined : openWords(context, sealed);
  const { name, first } = privateRules[report.kind];
  return privateContentCard({
    report: report.id,
    number: report.number,
    nodes,
    unreadable: sealed !== null && words === undefined,
    mayPassOn: sealed !== null && principalFor(context, report) !== undefined,
    hasNodes: report.openedAt !== null && nodesOf(context, report.number).length > 0,
    ...(words && openedAt !== null
      ? {
          content: {
            kind: name,
            first,
            reporter: report.reporterId === null ? '未留名' : nameOf(context, report.reporterId),
            where: words.where,
            facts: words.facts,
            goneAt: moment(context, openedAt + ERASED_AFTER),
          },
        }
      : {}),
  });
}

const first = definePresentation({
  card: 'private.first',
  subject: subject.extend({ inGroup: z.number(), anonymous: z.number().default(0) }),
  topic: ({ report }) => privateTopicOf(report),
  keepsEntered: false,
  show: (context, { report, inGroup, anonymous }, viewer, entered) => {
    const row = privateReportById(context, report);
    if (!row) return undefined;
    if (row.state === 'dropped') return privateDroppedCard();
    const asked = { inGroup: inGroup === 1, anonymous: anonymous === 1 };
    return isReporter(row, viewer) ? reporterCard(context, row, asked, entered) : undefined;
  },
  wanted: (context, { report }, viewer) => {
    const row = privateReportById(context, report);
    return row?.state === 'asked' && isReporter(row, viewer);
  },
});

const handed = definePresentation({
  card: 'private.handed',
  subject: z.object({}),
  topic: () => 'private:handed',
  keepsEntered: false,
  show: () => privateHandedNamelessCard(),
});

const handler = definePresentation({
  card: 'private.handler',
  subject,
  topic: ({ report }) => privateTopicOf(report),
  keepsEntered: false,
  show: (context, { report }, viewer) => {
    const row = privateReportById(context, report);
    if (!row) return undefined;
    if (!isHandler(row, viewer)) return privateElsewhereCard(row.number);
    if (row.state !== 'entrusted') return contentCard(context, row);
    return privateHandlerCard({
      report: row.id,
      number: row.number,
      at: moment(context, row.entrustedAt),
      mayPassOn: principalFor(context, row) !== undefined,
    });
  },
  wanted: (context, { report }, viewer) => {
    const row = privateReportById(context, report);
    return row?.state === 'entrusted' && isHandler(row, viewer);
  },
});

/** The only card that carries the words, and only for the handler: the seal is opened while it is made. */
const content = definePresentation({
  card: 'private.content',
  subject,
  topic: ({ report }) => privateTopicOf(report),
  keepsEntered: false,
  show: (context, { report }, viewer) => {
    const row = privateReportById(context, report);
    if (!row) return undefined;
    return isHandler(row, viewer) ? contentCard(context, row) : privateElsewhereCard(row.number);
  },
});

export const privatePresentations: readonly Presentation[] = [first, handed, handler, content];
