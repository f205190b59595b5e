/**
 * How a school's staff behave in a rehearsal: committed data, so that the same seed always gives the same term. The
 * shares are our assumption, on the careful side; nobody has measured a real school yet.
 */
export interface Habit {
  readonly name: 'prompt' | 'forgetful' | 'absent';
  readonly text: string;
  /** Share of the staff. */
  readonly share: number;
  /** How often somebody acts on the first request. */
  readonly first: number;
  /** How often on each further one. */
  readonly again: number;
  /** Minutes until they act, between. */
  readonly minutes: readonly [number, number];
  /** How often somebody who stands duty says so on the spot. */
  readonly onDuty: number;
  /** Share of days they are away. */
  readonly away: number;
}

export interface StaffModel {
  readonly habits: readonly Habit[];
  /** Share of absences that somebody asks a colleague to stand in for (请假代班), in the morning. */
  readonly asksForLeave: number;
  /** Share of class heads that are away whose class a colleague stands in for on the shared card. */
  readonly deputies: number;
  /** Hazards reported a month of term, in a school of 40 classes. */
  readonly hazardsPerMonth: number;
  /** Share of reports with a photo. */
  readonly withPhoto: number;
  /** Share of rechecks that send the work back. */
  readonly sentBack: number;
  /** How often the staff ask for their list (待办), times a person and month. */
  readonly asksForList: number;
  /** Share of taps on the shared reminder that look at another text first (换讲一条). */
  readonly otherText: number;
  /** Share of checklist pages on which something is found. */
  readonly finds: number;
  /** Share of gate duties that hand something over; whoever leads the day always does. */
  readonly handsOverAtGate: number;
  /** How often the safety office taps 一键提醒 on a summary of who is left. */
  readonly nudgesByHand: number;
  /** What is typed. */
  readonly hazards: readonly string[];
}

export const staffModel: StaffModel = {
  habits: [
    { name: 'prompt', text: '及时', share: 0.7, first: 0.95, again: 0.9, minutes: [2, 90], onDuty: 0.98, away: 0.02 },
    {
      name: 'forgetful',
      text: '健忘',
      share: 0.24,
      first: 0.5,
      again: 0.6,
      minutes: [10, 300],
      onDuty: 0.9,
      away: 0.03,
    },
    {
      name: 'absent',
      text: '常缺席',
      share: 0.06,
      first: 0.6,
      again: 0.5,
      minutes: [10, 240],
      onDuty: 0.85,
      away: 0.3,
    },
  ],
  asksForLeave: 0.3,
  deputies: 0.6,
  hazardsPerMonth: 24,
  withPhoto: 0.4,
  sentBack: 0.1,
  asksForList: 0.5,
  otherText: 0.03,
  finds: 0.05,
  handsOverAtGate: 0.2,
  nudgesByHand: 0.1,
  hazards: [
    '食堂后门的灭火器过期了',
    '三楼男厕所地砖松动',
    '操场边的井盖破了',
    '实验楼二楼走廊灯不亮',
    '南门减速带松了',
    '体育馆篮球架螺丝松了',
    '教学楼一楼扶手晃动',
    '二(3)班教室插座外露',
    '图书馆窗户玻璃裂了',
    '女生宿舍三楼应急灯不亮',
    '北门口电动车乱停',
    '综合楼楼梯防滑条翘起',
    '操场围栏有个缺口',
    '食堂地面湿滑没有提示牌',
    '五楼开水间漏水',
    '教学楼消防栓箱门打不开',
    '停车场路面有坑',
    '化学实验室通风橱不工作',
    '四(2)班吊扇异响',
    '宣传栏玻璃松动',
  ],
};
