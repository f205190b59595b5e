import { z } from 'zod';
import { resolveFields } from '../../cards/incidents/over.ts';
import { privateLimitsFields } from '../../cards/incidents/private_limits.ts';
import { finalReportFields, reportFields, sentFields } from '../../cards/incidents/report.ts';
import { reportSettingsFields } from '../../cards/incidents/report_settings.ts';
import { type Action, defineAction } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import { anyOf, roleHolder, safetyOffice } from '../kernel/permission.ts';
import { answerPost } from './answer_post.ts';
import { callTeams } from './call_teams.ts';
import { markReported } from './mark_reported.ts';
import { askAtNewPace } from './pace_again.ts';
import { calledToPost, mayReport, responder } from './permissions.ts';
import { setPrivateLimits } from './private_limits.ts';
import { type Incident, incidentById } from './queries.ts';
import { reportHead } from './report_draft.ts';
import { type Report, reportById } from './report_queries.ts';
import { setReportSettings } from './report_settings.ts';
import { askResolve, resolveIncident } from './resolve.ts';
import { askReport, changeReport, writeReport } from './write_report.ts';

const about = z.object({ incident: z.number() });
const subject = (context: Context, reference: { readonly incident: number }) =>
  incidentById(context, reference.incident);
const stage = z.enum(['first', 'follow_up', 'final']);
const aboutReport = z.object({ report: z.number() });

/** A report with the emergency it belongs to; its rights are the emergency's. */
function reportSubject(
  context: Context,
  reference: { readonly report: number },
): (Incident & { readonly report: Report }) | undefined {
  const report = reportById(context, reference.report);
  const incident = report ? incidentById(context, report.incidentId) : undefined;
  return report && incident ? { ...incident, report } : undefined;
}

/** What follows once somebody leads: teams, reports, the end. */
export const courseActions: readonly Action[] = [
  defineAction({
    name: 'incident.call_teams',
    reference: about,
    subject,
    who: responder,
    run: (context, input) => callTeams(context, { incident: input.subject, person: input.person }),
  }),
  defineAction({
    name: 'incident.in_place',
    reference: about,
    subject,
    who: calledToPost,
    run: (context, input) => answerPost(context, { incident: input.subject, person: input.person, answer: 'in_place' }),
  }),
  defineAction({
    name: 'incident.cannot',
    reference: about,
    subject,
    who: calledToPost,
    run: (context, input) => answerPost(context, { incident: input.subject, person: input.person, answer: 'cannot' }),
  }),
  defineAction({
    name: 'incident.ask_resolve',
    reference: about,
    subject,
    who: responder,
    run: (context, input) => askResolve(context, { incident: input.subject }),
  }),
  defineAction({
    name: 'incident.resolve',
    reference: about,
    subject,
    who: responder,
    form: resolveFields,
    run: (context, input) =>
      resolveIncident(context, { incident: input.subject, person: input.person, outcome: input.values.outcome }),
  }),
  defineAction({
    name: 'incident.ask_report',
    reference: about.extend({ stage }),
    subject,
    who: mayReport,
    run: (context, input) =>
      askReport(context, {
        incident: input.subject,
        person: input.person,
        stage: stage.parse(input.reference.stage),
      }),
  }),
  defineAction({
    name: 'incident.write_report',
    reference: about.extend({ stage: z.enum(['first', 'follow_up']) }),
    subject,
    who: mayReport,
    form: reportFields,
    run: (context, input) =>
      writeReport(context, {
        incident: input.subject,
        person: input.person,
        stage: stage.parse(input.reference.stage),
        words: { ...input.values, called: [...input.values.called] },
      }),
  }),
  defineAction({
    name: 'incident.write_final',
    reference: about.extend({ stage: z.literal('final') }),
    subject,
    who: mayReport,
    form: finalReportFields,
    run: (context, input) =>
      writeReport(context, {
        incident: input.subject,
        person: input.person,
        stage: 'final',
        words: { ...reportHead(context, input.subject), ...input.values },
      }),
  }),
  defineAction({
    name: 'incident.change_report',
    reference: aboutReport,
    subject: reportSubject,
    who: mayReport,
    run: (context, { subject: of }) => changeReport(context, { incident: of, stage: of.report.stage }),
  }),
  defineAction({
    name: 'incident.reported',
    reference: aboutReport,
    subject: reportSubject,
    who: mayReport,
    form: sentFields,
    run: (context, { subject: of, person, values }) =>
      markReported(context, { incident: of, report: of.report, person, receiver: values.receiver }),
  }),
  defineAction({
    name: 'incident.set_report',
    reference: z.object({ school: z.number() }),
    subject: (_context, { school }) => ({ schoolId: school }),
    who: safetyOffice,
    form: reportSettingsFields,
    run: (context, { subject: of, values }) =>
      setReportSettings(context, of.schoolId, {
        minutes: Math.round(values.minutes),
        authority: values.authority ?? '',
      }),
  }),
  defineAction({
    name: 'incident.set_private_limits',
    reference: z.object({ school: z.number() }),
    subject: (_context, { school }) => ({ schoolId: school }),
    who: anyOf(safetyOffice, roleHolder('principal', '校长')),
    form: privateLimitsFields,
    run: (context, { subject: of, values }) => {
      const before = setPrivateLimits(context, of.schoolId, {
        checking: Math.round(values.checking),
        decided: Math.round(values.decided),
        told: Math.round(values.told),
        judged: Math.round(values.judged),
        firstAsked: Math.round(values.firstAsked),
        askedEvery: Math.round(values.askedEvery),
      });
      askAtNewPace(context, of.schoolId, before);
      return { toast: { tone: 'success', text: '已记，时限管新交来的，间隔马上生效' } };
    },
  }),
];
