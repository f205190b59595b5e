import { z } from 'zod';
import { entrustFields } from '../../cards/incidents/private_first.ts';
import { askFields, closeFields } from '../../cards/incidents/private_nodes.ts';
import { addFields } from '../../cards/incidents/private_return.ts';
import { type Action, defineAction } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import { related, staff } from '../kernel/permission.ts';
import { Refused } from '../kernel/refused.ts';
import { sendCard } from '../kernel/send.ts';
import { schoolOf } from '../school/people.ts';
import { addWords, askReporter } from './add_words.ts';
import { closePrivate } from './close_private.ts';
import { dropPrivate, entrust } from './entrust.ts';
import { acknowledge, openReport } from './open.ts';
import { openPrivate } from './open_private.ts';
import { passOn } from './pass_on.ts';
import { finishNode } from './plan_nodes.ts';
import { type PrivateReport, privateReportById, privateReportsOf } from './private_queries.ts';
import { matterOfVisit } from './visit.ts';

const about = z.object({ report: z.number() });
const subject = (context: Context, reference: { readonly report: number }) =>
  privateReportById(context, reference.report);

const handler = related<PrivateReport>('经办人', (person, report) => report.handlerId === person);

/** A form that was put aside belongs to nobody any more; pressed again it says so. */
const reporter = related<PrivateReport>(
  '发起人',
  (person, report) => report.reporterId === person || report.state === 'dropped',
);

interface Visit {
  readonly schoolId: number;
  readonly number: string;
  readonly person: number;
  readonly visit: string;
}

/** The matter somebody came back to within the last hour. Throws Refused when the hour is over. */
function visitOf(context: Context, reference: { readonly visit: string }): Visit {
  const matter = matterOfVisit(context, reference.visit);
  const [copy] = matter ? privateReportsOf(context, matter.number) : [];
  if (!matter || !copy) throw new Refused('private.visit_over', '这张卡已合上', '请再发一次查询码。', 'info');
  return { schoolId: copy.schoolId, ...matter, visit: reference.visit };
}

/** The key was sent by this very person: the card it brought is worth nothing in other hands. */
const visitor = related<Visit>('发查询码的人', (person, visit) => visit.person === person);

export const privateActions: readonly Action[] = [
  defineAction({
    name: 'incident.confide',
    reference: z.object({}),
    subject: (context, _reference, person) => {
      const schoolId = schoolOf(context, person);
      return schoolId === undefined ? undefined : { schoolId };
    },
    who: staff,
    run(context, { person }) {
      openPrivate(context, { person, kind: 'unsaid' });
      return {};
    },
  }),
  defineAction({
    name: 'private.entrust',
    reference: about,
    subject,
    who: reporter,
    form: entrustFields,
    run: (context, { subject: report, values }) =>
      entrust(context, {
        report,
        handler: values.handler,
        where: values.where ?? '',
        facts: values.facts,
        anonymous: values.anonymous ?? false,
      }),
  }),
  defineAction({
    name: 'private.drop',
    reference: about,
    subject,
    who: reporter,
    run: (context, input) => dropPrivate(context, input.subject),
  }),
  defineAction({
    name: 'private.open',
    reference: about,
    subject,
    who: handler,
    run: (context, input) => openReport(context, input.subject),
  }),
  defineAction({
    name: 'private.acknowledge',
    reference: about,
    subject,
    who: handler,
    run: (context, input) => acknowledge(context, input.subject),
  }),
  defineAction({
    name: 'private.pass_on',
    reference: about,
    subject,
    who: handler,
    run: (context, input) => passOn(context, input.subject),
  }),
  defineAction({
    name: 'private.nodes',
    reference: about,
    subject,
    who: handler,
    run: (context, { subject: report, person }) => {
      sendCard(context, 'private.nodes', { report: report.id }, { person }, { lane: 'press' });
      return {};
    },
  }),
  defineAction({
    name: 'private.node',
    reference: about.extend({ node: z.string() }),
    subject: (context, { report, node }) => {
      const row = privateReportById(context, report);
      return row && { ...row, node };
    },
    who: handler,
    run: (context, { subject: report }) => finishNode(context, report, report.node),
  }),
  defineAction({
    name: 'private.close_form',
    reference: about,
    subject,
    who: handler,
    run: (context, { subject: report, person }) => {
      sendCard(context, 'private.close', { report: report.id }, { person }, { lane: 'press' });
      return {};
    },
  }),
  defineAction({
    name: 'private.close',
    reference: about,
    subject,
    who: handler,
    form: closeFields,
    run: (context, { subject: report, values }) => closePrivate(context, report, values.how),
  }),
  defineAction({
    name: 'private.ask_form',
    reference: about,
    subject,
    who: handler,
    run: (context, { subject: report, person }) => {
      sendCard(context, 'private.ask', { report: report.id }, { person }, { lane: 'press' });
      return {};
    },
  }),
  defineAction({
    name: 'private.ask',
    reference: about,
    subject,
    who: handler,
    form: askFields,
    run: (context, { subject: report, values }) => askReporter(context, report, values.question),
  }),
  defineAction({
    name: 'private.add',
    reference: z.object({ visit: z.string() }),
    subject: visitOf,
    who: visitor,
    form: addFields,
    run: (context, { subject: matter, values }) => addWords(context, matter, values.words),
  }),
];
