import { eq } from 'drizzle-orm';
import type { Reference } from '../../cards/model.ts';
import { CAMPAIGN } from '../../src/duties/campaign_tasks.ts';
import { createFiling } from '../../src/duties/filings/filing.ts';
import { HALF_MONTH } from '../../src/duties/rounds/pages.ts';
import { openWork, startReport } from '../../src/hazards/draft.ts';
import { keepReturnKey, newReturnKey } from '../../src/incidents/return_key.ts';
import { openVisit } from '../../src/incidents/visit.ts';
import { roleNames } from '../../src/school/people.ts';
import {
  absence,
  accountLink,
  chatGroup,
  classGroup,
  drill,
  drillPost,
  drillUnit,
  dutyPeriod,
  dutyShift,
  dutyTask,
  hazard,
  hazardReporter,
  identity,
  incident,
  incidentPost,
  incidentReport,
  inspectionPackage,
  knock,
  meeting,
  meetingAttendance,
  person,
  photo,
  place,
  privateReport,
  role,
  rosterImport,
  school,
  shiftSwap,
} from '../../src/store/schema/index.ts';
import { makeWorld, THURSDAY } from '../context.ts';

/** Roles that belong to a class, a place or a grade rather than to the whole school. */
const scopes: Readonly<Record<string, 'class' | 'place' | 'grade'>> = {
  class_teacher: 'class',
  subject_teacher: 'class',
  duty_teacher: 'place',
  canteen_manager: 'place',
  lab_keeper: 'place',
  dorm_keeper: 'place',
  gate_guard: 'place',
  grade_lead: 'grade',
};

/** Where somebody stands to what an action is about. */
export const standings = ['own', 'other class', 'other school', 'left', 'unknown'] as const;
export type Standing = (typeof standings)[number];

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
 * Two schools with somebody of every role in every standing, people with a part, and one of everything an action can be
 * about, all of it of the first school, class 一(1)班 and its canteen.
 */
export function openSchoolOfAllRoles() {
  const world = makeWorld();
  const db = world.store.db;
  const now = THURSDAY;
  const day = 24 * 3_600_000;
  db.insert(school)
    .values([
      { name: '甲校', shortName: 'JA' },
      { name: '乙校', shortName: 'YI' },
    ])
    .run();
  for (const [schoolId, first] of [
    [1, 1],
    [2, 3],
  ] as const)
    for (const [offset, name] of ['一(1)班', '一(2)班'].entries()) {
      const grade = offset === 0 ? '一年级' : '二年级';
      db.insert(classGroup)
        .values({ schoolId, name, stage: 'primary', grade, canonical: `${first + offset}` })
        .run();
      const kind = offset === 0 ? 'canteen' : 'dorm';
      db.insert(place)
        .values({ schoolId, name: `场所${offset}`, kind })
        .run();
    }

  const newPerson = (name: string, left = false): number => {
    const state = left ? 'left' : 'active';
    const { id } = db.insert(person).values({ name, state, createdAt: 0 }).returning({ id: person.id }).get();
    db.insert(identity)
      .values({ platform: 'feishu', userId: `ou_${id}`, personId: id, state })
      .run();
    return id;
  };
  const give = (id: number, schoolId: number, name: string, which: number): void => {
    const scope = scopes[name] ?? 'school';
    const scopeId = scope === 'school' ? '' : scope === 'grade' ? (which % 2 === 1 ? '一年级' : '二年级') : `${which}`;
    db.insert(role).values({ personId: id, schoolId, role: name, scope, scopeId }).run();
  };

  const holders = new Map<string, number>();
  const schoolAndScope: Readonly<Record<Exclude<Standing, 'unknown'>, readonly [number, number]>> = {
    own: [1, 1],
    'other class': [1, 2],
    'other school': [2, 3],
    left: [1, 1],
  };
  for (const name of Object.keys(roleNames))
    for (const [standing, [schoolId, which]] of Object.entries(schoolAndScope)) {
      const id = newPerson(`${name} ${standing}`, standing === 'left');
      // Worst case: the roster was not brought up to date, and the role is still there.
      give(id, schoolId, name, which);
      holders.set(`${name} ${standing}`, id);
    }
  const partners = new Map<Part, number>();
  for (const name of parts) {
    const id = newPerson(name);
    give(id, 1, 'staff', 1);
    partners.set(name, id);
  }
  const part = (name: Part): number => {
    const id = partners.get(name);
    if (id === undefined) throw new Error(`nobody is ${name}`);
    return id;
  };
  const reporterId = part('上报人');

  db.insert(hazard)
    .values({
      schoolId: 1,
      number: 'JA-202509-0001',
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
    .run();
  db.insert(hazardReporter).values({ hazardId: 1, personId: reporterId }).run();
  startReport(world.context(), { person: reporterId, schoolId: 1, words: '地砖翘起' });
  openWork(world.context(), part('责任人'), 'rectification', 1, 1);
  openWork(world.context(), part('复查人'), 'recheck', 1, 1);
  db.insert(photo)
    .values({ personId: reporterId, platform: 'feishu', messageId: 'om', mediaKey: 'k', draftId: 1, at: now })
    .run();

  db.insert(incident)
    .values({
      schoolId: 1,
      kind: 'fire',
      words: '',
      reporterId,
      at: now,
      state: 'alerted',
      alertedAt: now,
      resolvedBy: part('险情接手人'),
    })
    .run();
  db.insert(incidentPost)
    .values({ incidentId: 1, team: 'aid', personId: part('各组成员'), state: 'asked', askedAt: now })
    .run();
  db.insert(incidentReport)
    .values({ incidentId: 1, stage: 'first', sealed: '', writtenBy: part('险情接手人'), writtenAt: now })
    .run();
  const matter = { schoolId: 1, number: 'JA-SM-202509-0001' };
  db.insert(privateReport)
    .values({ ...matter, kind: 'bullying', reporterId, handlerId: part('经办人'), state: 'opened', at: now })
    .run();
  keepReturnKey(world.context(), matter, newReturnKey(world.context()));
  const visit = openVisit(world.context(), { number: matter.number, person: part('发查询码的人') });

  /** Ids follow the order: 1 of class 一(1)班, 2 a round of the canteen, 3 a filing, 4 a campaign, 5 begun by an event. */
  const span = { openAt: now - day, dueAt: now + day };
  db.insert(dutyTask)
    .values([
      { schoolId: 1, dutyId: 'daily-safety-reminder', period: 'p', scope: 'class', scopeId: '1', ...span },
      { schoolId: 1, dutyId: HALF_MONTH, period: 'p', scope: 'place', scopeId: 'canteen', ...span },
    ])
    .run();
  const filing = { kind: 'plan-submission', name: '方案', deadline: '2025-10-30', receiver: '教育局' };
  createFiling(world.context(), 1, { ...filing, internal: undefined, preparer: undefined });
  const campaign = { campaign: 'spring-first-lesson', year: 2025, from: '2025-09-01', to: '2025-09-30' };
  db.insert(dutyTask)
    .values([
      { schoolId: 1, dutyId: CAMPAIGN, period: 'c', scope: 'school', scopeId: 'c', ...span, matter: campaign },
      { schoolId: 1, dutyId: 'incident-report', period: 'e', scope: 'school', scopeId: 'e', ...span },
    ])
    .run();
  /** 6 an action item, 7 the week's meeting, with the period 3. */
  const item = { text: '换螺栓', held: '2025-09-15', firstDue: '2025-09-26' };
  db.insert(dutyTask)
    .values([
      {
        schoolId: 1,
        dutyId: 'meeting-item',
        period: 'M1',
        scope: 'school',
        assigneeId: part('例会事项责任人'),
        ...span,
        matter: { item },
      },
      { schoolId: 1, dutyId: 'weekly-safety-meeting', period: 'w', scope: 'school', ...span },
    ])
    .run();
  db.insert(meeting)
    .values({ schoolId: 1, heldAt: now, openedById: part('到会的人'), agenda: [] })
    .run();
  db.insert(meetingAttendance)
    .values({ meetingId: 1, personId: part('到会的人'), at: now, here: true })
    .run();
  db.insert(dutyPeriod)
    .values({ schoolId: 1, dutyId: 'daily-safety-reminder', period: 'p', ...span, ladder: [] })
    .run();
  db.insert(dutyPeriod)
    .values({ schoolId: 1, dutyId: 'weekly-safety-meeting', period: 'w', ...span, ladder: [] })
    .run();
  const agreed = { firstDay: '2025-10-20', lastDay: '2025-10-21', work: ['lesson'], createdAt: now } as const;
  db.insert(absence)
    .values({ schoolId: 1, personId: part('请假人'), substituteId: part('代班人'), ...agreed })
    .run();
  db.insert(dutyShift)
    .values({
      schoolId: 1,
      dutyId: 'leader-duty-roster',
      date: '2025-09-18',
      personId: part('当班人'),
      startsAt: now - day,
      endsAt: now + day,
    })
    .run();
  db.insert(shiftSwap)
    .values({ shiftId: 1, fromId: part('当班人'), toId: part('被请换班人'), at: now })
    .run();
  db.insert(drill)
    .values({
      schoolId: 1,
      number: 'JA-YL-202509-0001',
      kind: 'drill',
      type: 'fire',
      state: 'running',
      plannedAt: now,
      commanderId: part('演练总指挥'),
      deputyId: part('演练副总指挥'),
      startedAt: now,
    })
    .run();
  db.insert(drillUnit).values({ drillId: 1, kind: 'class', reference: '1', name: '一(1)班' }).run();
  db.insert(drillPost)
    .values([
      { drillId: 1, role: 'sweeper', personId: part('演练点位人员') },
      { drillId: 1, role: 'observer', personId: part('观察员') },
    ])
    .run();
  db.insert(chatGroup).values({ platform: 'feishu', chatId: 'oc', schoolId: 1, name: '群', createdAt: now }).run();
  db.insert(knock)
    .values({ platform: 'feishu', userId: 'ou_knocks', claimedName: '某人', state: 'claimed', firstAt: now })
    .run();
  db.insert(accountLink)
    .values({
      personId: part('关联账号的人'),
      platform: 'feishu',
      state: 'linked',
      code: '',
      createdAt: now,
      expiresAt: now,
      otherPlatform: 'dingtalk',
      otherUserId: 'manager01',
      usedAt: now,
      moved: {},
    })
    .run();
  db.insert(rosterImport)
    .values({ schoolId: 1, fileName: 'f.xlsx', at: now, rows: [], problems: [], summary: { shifts: 1 } })
    .run();

  db.insert(inspectionPackage)
    .values({
      schoolId: 1,
      personId: reporterId,
      fromDay: '2025-09-01',
      toDay: '2025-09-30',
      periodText: '2025年9月',
      state: 'asked',
      askedAt: now,
      key: 'k',
    })
    .run();

  /** Everything a card about the first school could carry; each action takes what it knows. */
  const reference: Reference = {
    school: 1,
    hazard: 1,
    draft: 1,
    photo: 1,
    step: 1,
    ask: 'promise',
    incident: 1,
    kind: 'fire',
    stage: 'first',
    report: 1,
    node: 'received',
    visit,
    task: 1,
    period: 1,
    leave: 1,
    shift: 1,
    swap: 1,
    group: 1,
    purpose: 'staff',
    knock: 1,
    person: reporterId,
    import: 1,
    link: 1,
    test: 1,
    package: 1,
    drill: 1,
    meeting: 1,
    unit: 1,
    post: 1,
    duty: 'daily-safety-reminder',
    template: '',
    term: '2025-1',
    campaign: 'spring-first-lesson',
    year: 2025,
    filter: 'open',
    week: '2025-09-15',
    list: 'overdue',
    by: 'month',
    day: '2025-09-18',
    page: 0,
    closed: 0,
  };

  /** Everybody leaves: the roles stay in the rows, the account does not. */
  const everybodyLeaves = (): void => {
    for (const id of partners.values()) {
      db.update(person).set({ state: 'left' }).where(eq(person.id, id)).run();
      db.update(identity).set({ state: 'left' }).where(eq(identity.personId, id)).run();
    }
  };
  return { ...world, holders, partners, reference, everybodyLeaves };
}
