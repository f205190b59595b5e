import { z } from 'zod';
import { resolveCard } from '../../cards/incidents/over.ts';
import { postCard } from '../../cards/incidents/post.ts';
import { privateLimitsCard } from '../../cards/incidents/private_limits.ts';
import { reportCard, reportFormCard, reportReminderCard } from '../../cards/incidents/report.ts';
import { reportSettingsCard } from '../../cards/incidents/report_settings.ts';
import type { ReadContext } from '../kernel/context.ts';
import { definePresentation, type Presentation } from '../kernel/presentation.ts';
import { clockOf, dateOf, momentText, shortDay } from '../kernel/time.ts';
import { nameOf, schoolById } from '../school/people.ts';
import { endingOf, offOf, overOf, readsReports } from './endings.ts';
import { postOf } from './post_queries.ts';
import { privateLimitsOf, privateLimitsTopic } from './private_limits.ts';
import { type Incident, incidentById, topicOf } from './queries.ts';
import { reportInitial } from './report_draft.ts';
import { dueText, leftText } from './report_due.ts';
import { draftOf, isSent, reportById } from './report_queries.ts';
import { stageNames } from './report_rules.ts';
import { reportSettingsOf, reportSettingsTopic } from './report_settings.ts';
import { reportText } from './report_text.ts';
import { openReportWords } from './report_words.ts';
import { ruleOf } from './rules.ts';
import { stepsOfTeam, teamRules } from './teams.ts';

const subject = z.object({ incident: z.number() });
const stage = z.enum(['first', 'follow_up', 'final']);

const placeOf = (row: Incident) => (row.place === null ? {} : { place: row.place });

const post = definePresentation({
  card: 'incident.post',
  subject,
  topic: ({ incident }) => topicOf(incident),
  show: (context, { incident }, viewer) => {
    const row = incidentById(context, incident);
    if (!row || viewer.kind !== 'person') return undefined;
    const ending = endingOf(context, row, viewer);
    if (ending) return ending;
    const mine = postOf(context, incident, viewer.person);
    if (!mine) return undefined;
    return postCard({
      incident,
      team: teamRules[mine.team].says,
      kind: ruleOf(row.kind).name,
      ...placeOf(row),
      commander: nameOf(context, row.handlerId),
      steps: stepsOfTeam(mine.team, row.kind),
      ...(mine.state === 'asked' || mine.answeredAt === null
        ? {}
        : { answered: { is: mine.state, at: clockOf(mine.answeredAt, context.timeZone) } }),
    });
  },
  wanted: (context, { incident }) => incidentById(context, incident)?.state === 'handled',
});

const resolve = definePresentation({
  card: 'incident.resolve',
  subject,
  topic: ({ incident }) => topicOf(incident),
  show: (context, { incident }, viewer) => {
    const row = incidentById(context, incident);
    if (!row) return undefined;
    const ending = endingOf(context, row, viewer);
    if (ending) return ending;
    return resolveCard({ incident, kind: ruleOf(row.kind).name, ...placeOf(row) });
  },
});

const over = definePresentation({
  card: 'incident.over',
  subject,
  topic: ({ incident }) => topicOf(incident),
  show: (context, { incident }, viewer) => {
    const row = incidentById(context, incident);
    return row?.state === 'resolved' ? overOf(context, row, viewer) : undefined;
  },
});

const form = definePresentation({
  card: 'incident.report_form',
  // `asked`: somebody pressed for it; otherwise it comes by itself and only as long as nothing is written.
  subject: z.object({ incident: z.number(), stage, asked: z.number().default(0) }),
  topic: ({ incident }) => topicOf(incident),
  show: (context, of, viewer, entered) => {
    const row = incidentById(context, of.incident);
    if (!row || !readsReports(context, row, viewer)) return undefined;
    if (row.state === 'called_off') return offOf(context, row);
    return reportFormCard({
      incident: row.id,
      stage: of.stage,
      label: stageNames[of.stage],
      due: dueText(context, row, of.stage),
      initial: reportInitial(context, row, of.stage),
      ...(entered ? { entered } : {}),
    });
  },
  wanted: (context, of, viewer) => {
    const row = incidentById(context, of.incident);
    const states: readonly string[] = ['alerted', 'handled', 'resolved'];
    if (!row || !readsReports(context, row, viewer) || !states.includes(row.state)) return false;
    if (of.asked === 1) return true;
    return !draftOf(context, row.id, of.stage) && (of.stage === 'follow_up' || !isSent(context, row.id, of.stage));
  },
});

const report = definePresentation({
  card: 'incident.report',
  subject: z.object({ report: z.number() }),
  topic: (of) => `incident-report-draft:${of.report}`,
  show: (context, of, viewer) => {
    const found = reportById(context, of.report);
    const row = found ? incidentById(context, found.incidentId) : undefined;
    if (!found || !row || !readsReports(context, row, viewer)) return undefined;
    const words = openReportWords(context, found.sealed);
    return reportCard({
      report: found.id,
      label: stageNames[found.stage],
      due: dueText(context, row, found.stage),
      text: words
        ? reportText(found.stage, words, {
            school: schoolById(context, row.schoolId)?.name ?? '',
            name: nameOf(context, found.writtenBy),
            moment: momentOf(words.at, context),
          })
        : '这台服务器打不开这份稿子，请找装安园的老师。',
      authority: reportSettingsOf(context, row.schoolId).authority,
      ...(found.sentAt === null
        ? {}
        : { sent: { at: momentText(found.sentAt, context.now, context.timeZone), receiver: found.receiver ?? '' } }),
    });
  },
});

/** 2025-09-18 10:31 as one reads it: 9月18日 10:31. */
const momentOf = (at: string, context: ReadContext): string =>
  `${shortDay(at.slice(0, 10), dateOf(context.now, context.timeZone))} ${at.slice(11)}`;

/** Who leads; nobody yet as long as it was only alerted. */
const leadOf = (context: ReadContext, row: Incident) => {
  const lead = row.resolvedBy ?? row.handlerId;
  return lead === null ? {} : { lead: nameOf(context, lead) };
};

const reminder = definePresentation({
  card: 'incident.report_reminder',
  subject: z.object({ incident: z.number(), stage: z.enum(['first', 'final']) }),
  topic: ({ incident }) => topicOf(incident),
  show: (context, of, viewer) => {
    const row = incidentById(context, of.incident);
    if (!row || !readsReports(context, row, viewer)) return undefined;
    if (row.state === 'called_off') return offOf(context, row);
    return reportReminderCard({
      incident: row.id,
      stage: of.stage,
      label: stageNames[of.stage],
      kind: ruleOf(row.kind).name,
      ...placeOf(row),
      state: isSent(context, row.id, of.stage) ? '已经报出，不用再办' : leftText(context, row, of.stage),
      due: dueText(context, row, of.stage),
      ...leadOf(context, row),
      isWritten: draftOf(context, row.id, of.stage) !== undefined,
      authority: reportSettingsOf(context, row.schoolId).authority,
    });
  },
  wanted: (context, of, viewer) => {
    const row = incidentById(context, of.incident);
    return row !== undefined && readsReports(context, row, viewer) && !isSent(context, row.id, of.stage);
  },
});

const settings = definePresentation({
  card: 'incident.report_settings',
  subject: z.object({ school: z.number() }),
  topic: ({ school }) => reportSettingsTopic(school),
  show: (context, { school }) => reportSettingsCard({ school, ...reportSettingsOf(context, school) }),
});

const privateLimits = definePresentation({
  card: 'incident.private_limits',
  subject: z.object({ school: z.number() }),
  topic: ({ school }) => privateLimitsTopic(school),
  show: (context, { school }) => privateLimitsCard({ school, limits: privateLimitsOf(context, school) }),
});

export const coursePresentations: readonly Presentation[] = [
  post,
  resolve,
  over,
  form,
  report,
  reminder,
  settings,
  privateLimits,
];
