/**
 * Every card the product has, as samples: at start-up each action they name must be registered, and tests walk them all
 * against the vendor's limits and the voice.
 */
import { samples as digestsAgendaForms } from './digests/agenda_forms.ts';
import { samples as digestsLists } from './digests/lists.ts';
import { samples as digestsMeeting } from './digests/meeting.ts';
import { samples as digestsMeetingForms } from './digests/meeting_forms.ts';
import { samples as digestsSettings } from './digests/settings.ts';
import { samples as digestsSummary } from './digests/summary.ts';
import { samples as digestsTrends } from './digests/trends.ts';
import { samples as digestsWeekly } from './digests/weekly.ts';
import { samples as drillsAfter } from './drills/after.ts';
import { samples as drillsAlarm } from './drills/alarm.ts';
import { samples as drillsBoard } from './drills/board.ts';
import { samples as drillsCount } from './drills/count.ts';
import { samples as drillsHome } from './drills/home.ts';
import { samples as drillsPart } from './drills/part.ts';
import { samples as drillsPlan } from './drills/plan.ts';
import { samples as drillsPrepare } from './drills/prepare.ts';
import { samples as dutiesBoard } from './duties/board.ts';
import { samples as dutiesCalendar } from './duties/calendar.ts';
import { samples as dutiesCampaign } from './duties/campaign.ts';
import { samples as dutiesConfirm } from './duties/confirm.ts';
import { samples as dutiesEvent } from './duties/event.ts';
import { samples as dutiesFiling } from './duties/filing.ts';
import { samples as dutiesFilingDates } from './duties/filing_dates.ts';
import { samples as dutiesFillIn } from './duties/fill_in.ts';
import { samples as dutiesLeave } from './duties/leave.ts';
import { samples as dutiesMeetingItem } from './duties/meeting_item.ts';
import { samples as dutiesNudgeTimes } from './duties/nudge_times.ts';
import { samples as dutiesReminder } from './duties/reminder.ts';
import { samples as dutiesRound } from './duties/round.ts';
import { samples as dutiesSettings } from './duties/settings.ts';
import { samples as dutiesShift } from './duties/shift.ts';
import { samples as dutiesShiftRoster } from './duties/shift_roster.ts';
import { samples as dutiesSwap } from './duties/swap.ts';
import { samples as dutiesTask } from './duties/task.ts';
import { samples as hazardsAsk } from './hazards/ask.ts';
import { samples as hazardsLists } from './hazards/lists.ts';
import { samples as hazardsOverdue } from './hazards/overdue.ts';
import { samples as hazardsPhoto } from './hazards/photo.ts';
import { samples as hazardsReport } from './hazards/report.ts';
import { samples as hazardsTriage } from './hazards/triage.ts';
import { samples as hazardsWork } from './hazards/work.ts';
import { samples as incidentsAlert } from './incidents/alert.ts';
import { samples as incidentsFirst } from './incidents/first.ts';
import { samples as incidentsOff } from './incidents/off.ts';
import { samples as incidentsOver } from './incidents/over.ts';
import { samples as incidentsPost } from './incidents/post.ts';
import { samples as incidentsPrivateFirst } from './incidents/private_first.ts';
import { samples as incidentsPrivateHanded } from './incidents/private_handed.ts';
import { samples as incidentsPrivateHandler } from './incidents/private_handler.ts';
import { samples as incidentsPrivateLimits } from './incidents/private_limits.ts';
import { samples as incidentsPrivateNodes } from './incidents/private_nodes.ts';
import { samples as incidentsPrivateReturn } from './incidents/private_return.ts';
import { samples as incidentsReport } from './incidents/report.ts';
import { samples as incidentsReportSettings } from './incidents/report_settings.ts';
import { samples as incidentsTold } from './incidents/told.ts';
import { samples as incidentsUnclear } from './incidents/unclear.ts';
import { samples as inspectionPackage } from './inspection/package.ts';
import type { Card } from './model.ts';
import { samples as nudgesSummaries } from './nudges/summaries.ts';
import { samples as nudgesTodo } from './nudges/todo.ts';
import { samples as recordsExpired } from './records/expired.ts';
import { samples as schoolAccountLink } from './school/account_link.ts';
import { samples as schoolAdminGroup } from './school/admin_group.ts';
import { samples as schoolAdminKnock } from './school/admin_knock.ts';
import { samples as schoolAdminQuota } from './school/admin_quota.ts';
import { samples as schoolAdminRoster } from './school/admin_roster.ts';
import { samples as schoolAdminSchool } from './school/admin_school.ts';
import { samples as schoolAdminTestCard } from './school/admin_test_card.ts';
import { samples as schoolAdminUndelivered } from './school/admin_undelivered.ts';
import { samples as schoolHelp } from './school/help.ts';
import { samples as schoolPaired } from './school/paired.ts';
import { samples as schoolUnknown } from './school/unknown.ts';
import { samples as schoolWelcome } from './school/welcome.ts';

export const allSamples: readonly Card[] = [
  ...digestsAgendaForms,
  ...digestsLists,
  ...digestsMeeting,
  ...digestsMeetingForms,
  ...digestsSettings,
  ...digestsSummary,
  ...digestsTrends,
  ...digestsWeekly,
  ...drillsAfter,
  ...drillsHome,
  ...drillsAlarm,
  ...drillsBoard,
  ...drillsCount,
  ...drillsPart,
  ...drillsPlan,
  ...drillsPrepare,
  ...dutiesBoard,
  ...dutiesCalendar,
  ...dutiesCampaign,
  ...dutiesConfirm,
  ...dutiesEvent,
  ...dutiesFiling,
  ...dutiesFilingDates,
  ...dutiesFillIn,
  ...dutiesLeave,
  ...dutiesMeetingItem,
  ...dutiesNudgeTimes,
  ...dutiesReminder,
  ...dutiesRound,
  ...dutiesSettings,
  ...dutiesShift,
  ...dutiesShiftRoster,
  ...dutiesSwap,
  ...dutiesTask,
  ...hazardsAsk,
  ...hazardsLists,
  ...hazardsOverdue,
  ...hazardsPhoto,
  ...hazardsReport,
  ...hazardsTriage,
  ...hazardsWork,
  ...incidentsAlert,
  ...incidentsFirst,
  ...incidentsOff,
  ...incidentsPrivateFirst,
  ...incidentsPrivateHanded,
  ...incidentsPrivateHandler,
  ...incidentsPrivateLimits,
  ...incidentsPrivateNodes,
  ...incidentsPrivateReturn,
  ...incidentsTold,
  ...incidentsUnclear,
  ...inspectionPackage,
  ...incidentsOver,
  ...incidentsPost,
  ...incidentsReport,
  ...incidentsReportSettings,
  ...nudgesSummaries,
  ...nudgesTodo,
  ...recordsExpired,
  ...schoolAccountLink,
  ...schoolAdminGroup,
  ...schoolAdminKnock,
  ...schoolAdminRoster,
  ...schoolAdminSchool,
  ...schoolAdminQuota,
  ...schoolAdminTestCard,
  ...schoolAdminUndelivered,
  ...schoolHelp,
  ...schoolPaired,
  ...schoolUnknown,
  ...schoolWelcome,
];
