import { z } from 'zod';
import { entrustFields } from '../../cards/incidents/private_first.ts';
import { type Action, defineAction } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import { related } from '../kernel/permission.ts';
import { dropPrivate, entrust } from './entrust.ts';
import { acknowledge, openReport } from './open.ts';
import { passOn } from './pass_on.ts';
import { type PrivateReport, privateReportById } from './private_queries.ts';

const about = z.object({ report: z.number() });
const subject = (context: Context, reference: { readonly report: number }) =>
  privateReportById(context, reference.report);

const handler = related<PrivateReport>('经办人', (person, report) => report.handlerId === person);

/** A form that was put aside belongs to nobody any more; pressed again it says so. */
const reporter = related<PrivateReport>(
  '发起人',
  (person, report) => report.reporterId === person || report.state === 'dropped',
);

export const privateActions: readonly Action[] = [
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
];
