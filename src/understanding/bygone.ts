import { clausesOf } from './clauses.ts';
import { hazardOf } from './hazards.ts';
import { STORY } from './lexicon/guards.ts';
import { isTold, withoutIdioms } from './told.ts';
import type { HazardReading } from './understanding.ts';

/** A day that is over, or a moment of today that is. */
const BEFORE_NOW =
  /昨[天晚夜日]|前[天晚]|上周|上星期|上礼拜|上个?月|上学期|去年|前几天|前些天|前段时间|前阵子|上次|上回|那天|今早|早上|上午|中午|刚才|刚刚/;
const AT_A_DRILL = /(?:演练|演习)(?:的?时候?|中|过程中?|那天|当天|里|期间|后|完|结束|发现|暴露)|上[次回](?:演练|演习)/;
/** Something went wrong, to somebody or with something. */
const WENT_WRONG =
  /[着起失]过?了?火|火[灾情]|冒(?:了?[黑浓]?)烟|爆炸|泄漏|漏气|触电|[坍倒垮]塌|塌了|砸[到中伤]|摔[倒下伤跤了]|骨折|[晕昏]倒|溺水|落水|掉进|踩踏|受伤|流血|[闯冲]进|走失|中毒|拉肚子|呕吐|被困|卡住|不响|不亮|没水|没响|没亮|打不开|推不开|坏了|失灵|堵[了住]|掉了|掉下来|走散|挤[倒伤成]/;
/** Well again, elsewhere, only thought of, or papers about it. */
const NOTHING_TO_DO =
  /顺利|成功|圆满|一切(?:正常|安好)|恢复得|拆线|梦[见到]|隔壁(?!班|教室|宿舍|寝室)|小区|外校|别的学校|没关系|方案|脚本|课件|视频|参考|素材|预案|相亲|适合|没有?[着起失]火|不用管/;

export interface Bygone {
  readonly hazard: HazardReading;
  /** It happened during an exercise. */
  readonly atDrill: boolean;
}

/**
 * Trouble at this school that is over: 昨天食堂着火了. No emergency any more, and often still to be put right or put on
 * record; undefined for news, stories, plans and what ended well. Asked only of messages that mean nothing else.
 */
export function readBygone(text: string): Bygone | undefined {
  const clauses = clausesOf(text);
  const said = withoutIdioms(clauses.map((clause) => clause.text).join('，'));
  const atDrill = AT_A_DRILL.test(said);
  if (!WENT_WRONG.test(said) || !(atDrill || BEFORE_NOW.test(said))) return undefined;
  if (NOTHING_TO_DO.test(said) || STORY.test(said) || isTold(said)) return undefined;
  const { hazard } = hazardOf(clauses);
  // What is over is nobody's emergency: whoever triages it may still find it major.
  return { hazard: hazard.severity === 'major_candidate' ? { ...hazard, severity: 'serious' } : hazard, atDrill };
}

/** The message is about an exercise, whatever it says of it. */
export const isAboutDrill = (text: string): boolean => /演练|演习/.test(text);
