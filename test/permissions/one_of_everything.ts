import type { Reference } from '../../cards/model.ts';
import { CAMPAIGN } from '../../src/duties/campaign_tasks.ts';
import { createFiling } from '../../src/duties/filings/filing.ts';
import { HALF_MONTH } from '../../src/duties/rounds/pages.ts';
import { openWork, startReport } from '../../src/hazards/draft.ts';
import { keepReturnKey, newReturnKey } from '../../src/incidents/return_key.ts';
import { openVisit } from '../../src/incidents/visit.ts';
import {
  absence,
  accountLink,
  chatGroup,
  drill,
  drillPost,
  drillUnit,
  dutyPeriod,
  dutyShift,
  dutyTask,
  hazard,
  hazardReporter,
  incident,
  incidentPost,
  incidentReport,
  inspectionPackage,
  knock,
  meeting,
  meetingAttendance,
  photo,
  privateReport,
  rosterImport,
  shiftSwap,
} from '../../src/store/schema/index.ts';
import { type makeWorld, THURSDAY } from '../context.ts';

/** People with a part in what an action is about; their role alone gives them nothing. */
export const parts = [
  '上报人',
  '责任人',
  '责任领导',
  '复查人',
  '险情接手人',
  '各组成员',
  '经办人',
  '发查询码的人',
  '请假人',
  '代班人',
  '当班人',
  '被请换班人',
  '演练总指挥',
  '演练副总指挥',
  '演练点位人员',
  '观察员',
  '关联账号的人',
  '例会事项责任人',
  '到会的人',
] as const;
export type Part = (typeof parts)[number];

/**
 * One of everything an action can be about, in one school, its class and its canteen. Answers what a card about it
 * carries for an action.
 */
export function oneOfEverything(
  world: ReturnType<typeof makeWorld>,
  of: { readonly schoolId: number; readonly short: string; readonly classId: string },
  part: (name: Part) => number,
): (action: string) => Reference {
  const { schoolId, short, classId } = of;
  const db = world.store.db;
  const now = THURSDAY;
  const day = 24 * 3_600_000;
  const reporterId = part('上报人');

  const hazardRow = db
    .insert(hazard)
    .values({
      schoolId,
      number: `${short}-202509-0001`,
      state: 'rectifying',
      title: '扶手松',
      description: '扶手松',
      placeKind: 'canteen',
      category: 'building',
      sub: '',
      severity: 'general',
      reporterId,
      reportedAt: now,
      ownerId: part('责任人'),
      leaderId: part('责任领导'),
      recheckerId: part('复查人'),
      due: '2025-09-25',
    })
    .returning()
    .get();
  db.insert(hazardReporter).values({ hazardId: hazardRow.id, personId: reporterId }).run();
  const draft = startReport(world.context(), { person: reporterId, schoolId, words: '地砖翘起' });
  const rectification = openWork(world.context(), part('责任人'), 'rectification', hazardRow.id, schoolId);
  const recheck = openWork(world.context(), part('复查人'), 'recheck', hazardRow.id, schoolId);
  const photoRow = db
    .insert(photo)
    .values({
      personId: reporterId,
      platform: 'feishu',
      messageId: `om${schoolId}`,
      mediaKey: 'k',
      draftId: draft,
      at: now,
    })
    .returning()
    .get();

  const incidentRow = db
    .insert(incident)
    .values({
      schoolId,
      kind: 'fire',
      words: '',
      reporterId,
      at: now,
      state: 'alerted',
      alertedAt: now,
      resolvedBy: part('险情接手人'),
    })
    .returning()
    .get();
  db.insert(incidentPost)
    .values({ incidentId: incidentRow.id, team: 'aid', personId: part('各组成员'), state: 'asked', askedAt: now })
    .run();
  const written = db
    .insert(incidentReport)
    .values({ incidentId: incidentRow.id, stage: 'first', sealed: '', writtenBy: part('险情接手人'), writtenAt: now })
    .returning()
    .get();
  const matter = { schoolId, number: `${short}-SM-202509-0001` };
  const confided = db
    .insert(privateReport)
    .values({ ...matter, kind: 'bullying', reporterId, handlerId: part('经办人'), state: 'opened', at: now })
    .returning()
    .get();
  keepReturnKey(world.context(), matter, newReturnKey(world.context()));
  const visit = openVisit(world.context(), { number: matter.number, person: part('发查询码的人') });

  const span = { openAt: now - day, dueAt: now + day };
  const task = (values: Omit<typeof dutyTask.$inferInsert, 'schoolId' | 'openAt' | 'dueAt'>): number =>
    db
      .insert(dutyTask)
      .values({ schoolId, ...span, ...values })
      .returning({ id: dutyTask.id })
      .get().id;
  const reminder = task({ dutyId: 'daily-safety-reminder', period: 'p', scope: 'class', scopeId: classId });
  const round = task({ dutyId: HALF_MONTH, period: 'p', scope: 'place', scopeId: 'canteen' });
  const filing = { kind: 'plan-submission', name: '方案', deadline: '2025-10-30', receiver: '教育局' };
  const filed = createFiling(world.context(), schoolId, { ...filing, internal: undefined, preparer: undefined });
  const campaign = { campaign: 'spring-first-lesson', year: 2025, from: '2025-09-01', to: '2025-09-30' };
  const led = task({ dutyId: CAMPAIGN, period: 'c', scope: 'school', scopeId: 'c', matter: campaign });
  const begun = task({ dutyId: 'incident-report', period: 'e', scope: 'school', scopeId: 'e' });
  const period = db
    .insert(dutyPeriod)
    .values({ schoolId, dutyId: 'daily-safety-reminder', period: 'p', ...span, ladder: [] })
    .returning()
    .get();
  const item = { text: '换螺栓', held: '2025-09-15', firstDue: '2025-09-26' };
  const given = task({
    dutyId: 'meeting-item',
    period: 'M1',
    scope: 'school',
    assigneeId: part('例会事项责任人'),
    matter: { item },
  });
  task({ dutyId: 'weekly-safety-meeting', period: 'w', scope: 'school' });
  const week = db
    .insert(dutyPeriod)
    .values({ schoolId, dutyId: 'weekly-safety-meeting', period: 'w', ...span, ladder: [] })
    .returning()
    .get();
  const held = db
    .insert(meeting)
    .values({ schoolId, heldAt: now, openedById: part('到会的人'), agenda: [] })
    .returning()
    .get();
  db.insert(meetingAttendance)
    .values({ meetingId: held.id, personId: part('到会的人'), at: now, here: true })
    .run();
  const link = db
    .insert(accountLink)
    .values({
      personId: part('关联账号的人'),
      platform: 'feishu',
      state: 'linked',
      code: '',
      createdAt: now,
      expiresAt: now,
      otherPlatform: 'dingtalk',
      otherUserId: `manager0${schoolId}`,
      usedAt: now,
      moved: {},
    })
    .returning()
    .get();
  const asked = db
    .insert(inspectionPackage)
    .values({
      schoolId,
      personId: reporterId,
      fromDay: '2025-09-01',
      toDay: '2025-09-30',
      periodText: '2025年9月',
      state: 'asked',
      askedAt: now,
      key: `k${schoolId}`,
    })
    .returning()
    .get();
  const agreed = { firstDay: '2025-10-20', lastDay: '2025-10-21', work: ['lesson'], createdAt: now } as const;
  const leave = db
    .insert(absence)
    .values({ schoolId, personId: part('请假人'), substituteId: part('代班人'), ...agreed })
    .returning()
    .get();
  const shift = db
    .insert(dutyShift)
    .values({
      schoolId,
      dutyId: 'leader-duty-roster',
      date: '2025-09-18',
      personId: part('当班人'),
      startsAt: now - day,
      endsAt: now + day,
    })
    .returning()
    .get();
  const swap = db
    .insert(shiftSwap)
    .values({ shiftId: shift.id, fromId: part('当班人'), toId: part('被请换班人'), at: now })
    .returning()
    .get();
  const drillRow = db
    .insert(drill)
    .values({
      schoolId,
      number: `${short}-YL-202509-0001`,
      kind: 'drill',
      type: 'fire',
      state: 'running',
      plannedAt: now,
      commanderId: part('演练总指挥'),
      deputyId: part('演练副总指挥'),
      startedAt: now,
    })
    .returning()
    .get();
  const unit = db
    .insert(drillUnit)
    .values({ drillId: drillRow.id, kind: 'class', reference: classId, name: '一(1)班' })
    .returning()
    .get();
  const post = db
    .insert(drillPost)
    .values({ drillId: drillRow.id, role: 'sweeper', personId: part('演练点位人员') })
    .returning()
    .get();
  db.insert(drillPost)
    .values({ drillId: drillRow.id, role: 'observer', personId: part('观察员') })
    .run();
  const group = db
    .insert(chatGroup)
    .values({ platform: 'feishu', chatId: `oc${schoolId}`, schoolId, name: '群', createdAt: now })
    .returning()
    .get();
  const knocks = db
    .insert(knock)
    .values({
      platform: 'feishu',
      userId: `ou_knocks_${schoolId}`,
      claimedName: '某人',
      state: 'claimed',
      firstAt: now,
    })
    .returning()
    .get();
  const imported = db
    .insert(rosterImport)
    .values({ schoolId, fileName: 'f.xlsx', at: now, rows: [], problems: [], summary: { shifts: 1 } })
    .returning()
    .get();

  /** Everything a card about this school could carry; each action takes what it knows. */
  const reference: Reference = {
    school: schoolId,
    hazard: hazardRow.id,
    draft,
    photo: photoRow.id,
    step: 1,
    ask: 'promise',
    incident: incidentRow.id,
    kind: 'fire',
    stage: 'first',
    report: confided.id,
    node: 'received',
    visit,
    task: reminder,
    period: period.id,
    leave: leave.id,
    shift: shift.id,
    swap: swap.id,
    group: group.id,
    purpose: 'staff',
    knock: knocks.id,
    person: reporterId,
    import: imported.id,
    test: 1,
    drill: drillRow.id,
    unit: unit.id,
    post: post.id,
    duty: 'daily-safety-reminder',
    template: '',
    campaign: 'spring-first-lesson',
    year: 2025,
    link: link.id,
    package: asked.id,
    meeting: held.id,
    term: '2025-1',
    week: '2025-09-15',
    list: 'overdue',
    by: 'month',
    day: '2025-09-18',
    filter: 'open',
    page: 0,
    closed: 0,
  };
  /** What a card of another part of the product carries instead: which task, which report. By the beginning of the name. */
  const otherwise: readonly (readonly [string, Reference])[] = [
    ['hazard.rectify', { draft: rectification }],
    ['hazard.recheck', { draft: recheck }],
    ['incident.write_final', { stage: 'final' }],
    ['incident.change_report', { report: written.id }],
    ['incident.reported', { report: written.id }],
    ['round.', { task: round }],
    ['filing.', { task: filed.id }],
    ['campaign.change', { task: led }],
    ['event.', { task: begun }],
    ['meeting_item.', { task: given }],
    ['summary.', { kind: 'interim', from: '2025-09-01', to: '2025-09-30', text: '2025年9月' }],
    ['meeting.ask', { ask: 'decide' }],
    ['meeting.not-held', { period: week.id }],
    ['meeting.explain', { period: week.id }],
  ];
  return (action: string): Reference => ({
    ...reference,
    ...otherwise.find(([begins]) => action.startsWith(begins))?.[1],
  });
}
