import { asc, eq } from 'drizzle-orm';
import type { ReadContext } from '../kernel/context.ts';
import { momentText } from '../kernel/time.ts';
import { nameOf } from '../school/people.ts';
import { hazardStep } from '../store/schema/index.ts';

/** What a step is called in the story. */
const stepNames: Readonly<Record<string, string>> = {
  report: '上报',
  joined: '又有人报到',
  supplement: '补充情况',
  withdraw: '撤回上报',
  confirm_major: '认定为重大',
  lower_major: '降为较大',
  take_control: '去现场管控',
  control: '管控到位',
  assign: '派单',
  reassign: '换责任人',
  return: '退回安全办',
  reject: '记为不属实',
  merge: '并入重复',
  transfer: '转校外部门',
  promise: '填预计日期',
  promise_broken: '预计日期已过',
  ask_help: '请协调',
  coordinate: '协调',
  keep_out_of_use: '继续停用',
  ask_extension: '申请延期',
  decide_extension: '批复延期',
  rectify: '提交整改',
  pass: '复查合格',
  send_back: '退回再改',
  change_rechecker: '换复查人',
  consent: '同意销号',
  receipt: '收到外部回执',
  authority_report: '上报主管部门',
  close: '销号',
  reopen: '重新打开',
  list: '挂牌督办',
  delist: '摘牌',
  raise: '升级',
  undo: '更正',
  nudge: '催办',
};

/** 安园 asked again: for deciding, control, the recheck, closing papers, the written report. */
const nameOfStep = (kind: string): string => stepNames[kind] ?? (kind.endsWith('_nudge') ? '催办' : '变动');

export interface StoryLine {
  readonly when: string;
  /** 安园 where nobody pressed anything. */
  readonly who: string;
  /** Nobody pressed anything: the clock did. */
  readonly machine: boolean;
  readonly what: string;
  readonly note: string;
}

/** Everything that happened to a hazard, the first first. */
export const wholeStory = (context: ReadContext, hazardId: number): readonly StoryLine[] =>
  context.db
    .select()
    .from(hazardStep)
    .where(eq(hazardStep.hazardId, hazardId))
    .orderBy(asc(hazardStep.id))
    .all()
    .map((step) => ({
      when: momentText(step.at, context.now, context.timeZone),
      who: step.personId === null ? '安园' : nameOf(context, step.personId),
      machine: step.personId === null,
      what: nameOfStep(step.kind),
      note: step.note ?? '',
    }));
