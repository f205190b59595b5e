/**
 * Reports to the authority (domain/duties.md incident-report): by telephone at once, a written first report within one
 * hour (a school may set one to two hours), a follow-up every day, a final report within five school days of the end.
 * Reminders in between are ours.
 */
import { HOUR, MINUTE } from '../kernel/time.ts';
import type { incidentReport } from '../store/schema/index.ts';

export type Stage = typeof incidentReport.$inferSelect.stage;

export const stageNames: Readonly<Record<Stage, string>> = { first: '首报', follow_up: '续报', final: '终报' };

/** Minutes a school may set for the first written report; the document's hour is the default. */
export const FIRST_REPORT_MINUTES = { least: 30, usual: 60, most: 120 } as const;

/** The draft comes by itself so soon after somebody has taken the emergency over (ms). */
export const DRAFT_OFFERED_AFTER = 5 * MINUTE;

interface ReportRung {
  readonly timer: string;
  /** ms from the deadline; negative is before it. */
  readonly from: number;
  /** Besides whoever leads. */
  readonly roles: readonly string[];
}

/** Who is reminded of the first report, and when. */
export const firstReportLadder: readonly ReportRung[] = [
  { timer: 'incident.report_half', from: -30 * MINUTE, roles: [] },
  { timer: 'incident.report_soon', from: -10 * MINUTE, roles: ['safety_office'] },
  { timer: 'incident.report_due', from: 0, roles: ['safety_office', 'vice_principal', 'principal'] },
  { timer: 'incident.report_late', from: HOUR, roles: ['principal'] },
];

/** School days after the end by which the final report is due (domain/duties.md incident-report). */
export const FINAL_REPORT_DAYS = 5;

/** School days after the end on which the final report is asked for, at ten o'clock; the last is one day late. */
export const finalReportDays = [
  { timer: 'incident.final_asked', days: 3, roles: [] },
  { timer: 'incident.final_due', days: FINAL_REPORT_DAYS, roles: ['safety_office'] },
  { timer: 'incident.final_late', days: FINAL_REPORT_DAYS + 1, roles: ['principal'] },
] as const;
export const FINAL_ASKED_AT = '10:00';

/** When the day's follow-up is asked for as long as the emergency goes on. */
export const FOLLOW_UP_AT = '16:00';
