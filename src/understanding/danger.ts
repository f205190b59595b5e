import { ACUTE } from './lexicon/acute.ts';
import { EMERGENCIES, SELF_HARM_NOW } from './lexicon/emergencies.ts';
import * as guards from './lexicon/guards.ts';
import { SENSITIVE } from './lexicon/sensitive.ts';
import { NOTICE } from './requests.ts';
import { alternativesOf, type Requirement, requirementOf } from './requirement.ts';
import { sieveOf } from './sieve.ts';
import type { EmergencyKind, SensitiveKind } from './understanding.ts';
import { isHasty, mayWeighSensitive, peopleAround, weighEmergency, weighSensitive } from './weigh.ts';

/** Things whose names contain a word of teaching or publicity. */
const NAMED_AFTER_TEACHING = /宣传[栏板牌窗画]|公告栏|警示牌|培训室|培训楼|培训中心|公开课教室|题目|方案室/g;
const WRITTEN_BY_PUPIL =
  /(?:学生|孩子|他|她|同学|班里|班上|女生|男生|有人|娃|自己)[^。]{0,14}(?:作文|日记|朋友圈|课本|游戏|故事|本子|周记|网上|微博|空间|抖音|小说|手册)|(?:作文|日记|周记|随笔|愿望卡|心愿|草稿|便签|备忘录|签名|课本|练习册|作业本|朋友圈)(?:里|上|本|中)?[^，。]{0,6}(?:写|发|画|说|留|夹|一句|全是)|(?:游戏|网上|抖音|微信)里?[^，。]{0,4}(?:被|让)[^，。]{0,3}(?:同学|人|他|她)/;
const MINOR_INJURY =
  /(?:膝盖|手|胳膊|手指|手掌|皮|腿|脚)?[^，。]{0,4}(?:擦破|蹭破|擦伤|划破|破皮|蹭掉|磕青|肿了个包|蹭了|擦了)[^。]{0,14}(?:皮|点|包扎|创可贴|消毒|碘伏|送医务室|医务室)/;
/** Said or planned rather than done: a threat. */
const ANNOUNCED =
  /(?:扬言|放话|威胁|狠话|声称|群里说|发消息|发短信|明天|后天|下周|放学后|说(?:了|是|过|他|她)?(?:要|想|会|准备|明天|后天|下周|放学|周[一二三四五六日]|星期[一二三四五六日天]))[^。]{0,8}$/;
const HEDGED =
  /伸?进去就|一[碰踩靠摸推]就|想从|想跳|都想|总想|想要|念头|容易|会不会|可能会|怕|随时会|差点|险些|差一点|有可能|早晚/;
/** Locking a child in as a punishment is abuse or bullying, unless the child is in there now. */
const LOCKED_IN_BY =
  /(?:他们|她们|同学|几个人?|室友|高年级的?|大孩子)[^，。]{0,4}把[^，。]{0,6}(?:关|锁)|(?:被|遭)[^，。]{0,5}(?:老师|同学|室友|高年级|保育员|家长|爸|妈|他们|她们|宿管|教练)[^，。]{0,4}(?:关|锁)|(?:老师|保育员|家长|爸|妈|宿管|教练)[^，。]{0,4}把[^，。]{0,6}(?:关|锁)/;
/** Memories stay memories even when 现在 is said of them. */
const RECALLED = /想起|小时候|上学那会|那年|当年|多年前|几年前|记得有一年|有一年|想当年/;
/** A wish told of over days rather than an act at this moment. */
const HABITUAL =
  /每天|天天|成日|成天|每次|搜索记录|放话|扬言|撂话|几楼|多少|动不动|三番五次|老问|老说|总问|老被|总被|一喝酒|醉酒|喝醉|喝多|总是?(?:说|想)|老是?(?:说|想)|经常|常常|曾经?|说过|有时|一直想|最近.{0,6}(?:说|想)/;
const WHOLE_QUESTION =
  /(?:怎么|如何|怎样)(?:预防|避免|防止|处理|应对|逃生|急救|处置|上报|报警|识别|判断|防范|干预|界定|定义|认定|教|申请|填|使用|正确|疏散|灭火)|什么(?:算|叫|是)(?:校园)?(?:欺凌|霸凌|体罚|自残)|算不算(?:欺凌|霸凌|体罚)|吗$|几年|多久/;

/** Notices and general questions must say more before they are taken for a case. */
const INFORMING_BAR = 2;

/** Idioms and harmless compounds blanked out, so that 笑死 or 火锅 says nothing of danger. Length is kept. */
export function withoutIdioms(text: string): string {
  return text.replace(guards.IDIOMS, (idiom) => '＊'.repeat(idiom.length));
}

/** An exercise announces itself, and nothing in the message says that this is not one. */
export function isDrill(text: string): boolean {
  if (guards.NOT_A_DRILL.test(text)) return false;
  if (guards.DRILL_OPENING.test(text) || guards.ALARM_TRIED.test(text)) return true;
  return guards.DRILL_TALK.test(text) && !guards.BESIDE_DRILL.test(text);
}

/** News, a lesson, a rule or a text rather than something seen. */
export function isTold(text: string): boolean {
  const plain = text.replace(NAMED_AFTER_TEACHING, '');
  return guards.TOLD.test(plain) && !guards.REAL_AFTER_TOLD.test(text) && !guards.NOT_A_DRILL.test(text);
}

/** Told of yesterday or longer ago, and nothing says that it goes on. */
export function isPast(text: string): boolean {
  return guards.PAST.test(text) && !happeningNow(text);
}

function happeningNow(text: string): boolean {
  return guards.NOW.test(text.replace(guards.SAFE_NOW, ''));
}

/** Words of danger that are denied, speak of a thing, or of what somebody does with one. */
function befellNobody(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 16), start);
  const match = text.slice(start, end);
  if (guards.DENIED.test(before) && !/^(?:没|不|反应|找|看|见|呼吸|意识|心跳|脉搏)/.test(match)) return true;
  if (/刀|棍|枪|斧|剪|比划/.test(match) && guards.SHOWN_OFF.test(text.slice(end)) && !/追|砍|捅|流血/.test(match))
    return true;
  if (/^(?:抢|打|砍|捅|砸|弄|闹)/.test(match) && guards.MEANS_TO_COME.test(before)) return !happeningNow(text);
  if (/^(?:掉|落|滑|滚|沉)/.test(match) && guards.THING_FALLS.test(before)) return true;
  if (match.startsWith('砸') && guards.THROWN_BY.test(before)) return true;
  const [clause = ''] = match.split(/[，。]/);
  if (/压|轧|碾|撞|砸/.test(clause) && guards.THING_SUFFERS.test(before)) return !guards.PERSON_OR_BODY.test(clause);
  if (/^(?:被|让|给|遭)/.test(match) && guards.THING_STANDS.test(before)) return !guards.PERSON_OR_BODY.test(clause);
  return (
    /^(?:压|卡|夹|砸|埋|锁|拿不|拔不|取不|弄不)/.test(match) &&
    guards.THING_LIES.test(before) &&
    !guards.PERSON_OR_BODY.test(match)
  );
}

/** A report of danger that is past, settled, supposed, taught or read about. `end` is where the danger words end. */
function isDistant(text: string, start: number, end: number): boolean {
  if (isTold(text) || RECALLED.test(text)) return true;
  if (befellNobody(text, start, end)) return true;
  const opening = Math.max(text.lastIndexOf('。', start - 1), 0);
  const closing = text.indexOf('。', end);
  const sentence = text.slice(opening, closing < 0 ? text.length : closing);
  const before = text.slice(opening, start);
  const upTo = text.slice(opening, end);
  const happened = /了|有[一个两人几学孩]|正|着/.test(text.slice(start, end + 2));
  if (guards.SUPPOSED.test(before) || (HEDGED.test(text.slice(start, end)) && !/了/.test(text.slice(start, end + 2))))
    return true;
  if (ANNOUNCED.test(before) && !happeningNow(text)) return true;
  if (WHOLE_QUESTION.test(sentence) && !happened) return true;
  if (guards.PAST.test(upTo.replace(guards.PAST_ATTRIBUTE, '')) && !happeningNow(text)) return true;
  if (MINOR_INJURY.test(text) && !/不止|很多血|缝针|120|骨/.test(text)) return true;
  if (/(?:想|想着|念头|打算)[^，。]{0,3}$/.test(before) && !happeningNow(text)) return true;
  const settled = guards.SETTLED.exec(text);
  return (
    settled !== null &&
    !/还有(?:人|学生|一个|孩子|几个)|又(?:晕|着|冒|来)|但(?:是)?(?:人|学生|还|孩子)/.test(text.slice(settled.index)) &&
    !/还没|没醒|止不住|没反应/.test(text)
  );
}

const DANGERS = [...EMERGENCIES, ...ACUTE];
const dangers = sieveOf(() => DANGERS.map(([, pattern]) => requirementOf(pattern.source)));
const harming = sieveOf(() => [requirementOf(SELF_HARM_NOW.source)]);

/** Each alternative of the sensitive patterns by itself, so that only those are tried whose words are there. */
interface Matter {
  readonly kind: SensitiveKind;
  readonly pattern: RegExp;
  readonly needs: Requirement | undefined;
}

const sensitiveAlternatives: Matter[] = [];
function alternatives(): readonly Matter[] {
  if (sensitiveAlternatives.length === 0) {
    for (const [kind, pattern] of SENSITIVE) {
      for (const { source, needs } of alternativesOf(pattern.source))
        sensitiveAlternatives.push({ kind, pattern: new RegExp(source, pattern.flags), needs });
    }
  }
  return sensitiveAlternatives;
}
const sensitiveMatters = sieveOf(() => alternatives().map(({ needs }) => needs));

/** What an adult in charge may do to a child: without a call for help it is told in private. */
const INFLICTED: ReadonlySet<EmergencyKind> = new Set(['intruder', 'collapse', 'trapped', 'fire']);

export interface EmergencyReading {
  readonly kind: EmergencyKind;
  /** Somebody is harming himself: the private route is opened as well. */
  readonly sensitive?: SensitiveKind;
}

/** People in danger now, or something burning or collapsing now; undefined otherwise. Guards never silence a plain 不是演练. */
export function readEmergency(text: string): EmergencyReading | undefined {
  if (isDrill(text)) return undefined;
  const emergency = dangerNow(text);
  if (emergency?.kind === undefined || emergency.sensitive !== undefined) return emergency;
  // Told of over days, announced, or at the hands of those in charge: the private route, unless help is called for at once
  const masked = withoutIdioms(text);
  const sensitive = weighSensitive(masked, 0);
  const privately =
    sensitive !== undefined &&
    (HABITUAL.test(text) || (INFLICTED.has(emergency.kind) && (sensitive === 'abuse' || guards.COUNSEL.test(text))));
  return privately && !happeningNow(text) && !isHasty(masked) ? undefined : emergency;
}

function dangerNow(text: string): EmergencyReading | undefined {
  const masked = withoutIdioms(text);
  const harm = harming.possible(masked).length === 0 ? null : SELF_HARM_NOW.exec(masked);
  if (
    harm !== null &&
    !(HABITUAL.test(text) && !happeningNow(text)) &&
    !(text.slice(harm.index).search(guards.SAFE_NOW) >= 0 && !happeningNow(text)) &&
    !isTold(text) &&
    !isDistant(text, harm.index, harm.index + harm[0].length)
  )
    return { kind: 'other', sensitive: 'self-harm' };
  const kind = weighEmergency(masked, (start, end) => !isDistant(text, start, end));
  if (kind !== undefined) return { kind };
  for (const place of dangers.possible(masked)) {
    const [phrase, pattern] = DANGERS[place] ?? [];
    const match = pattern?.exec(masked) ?? null;
    if (
      phrase === undefined ||
      match === null ||
      (phrase === 'trapped' && LOCKED_IN_BY.test(text) && !happeningNow(text))
    )
      continue;
    if (isDistant(text, match.index, match.index + match[0].length)) continue;
    const spreads = phrase === 'gas' || (phrase === 'fire' && !/(?<!爆|实验室|化学室|锅炉)炸了/.test(match[0]));
    return peopleAround(masked) || spreads ? { kind: phrase } : undefined;
  }
  return undefined;
}

/**
 * Whether the words of any sign of a sensitive matter are there: false is certain, true is not. Idioms count, as masking them takes words
 * away and adds none.
 */
export function mayBeSensitive(text: string): boolean {
  return mayWeighSensitive(text) || sensitiveMatters.possible(text).length > 0;
}

/** Bullying, abuse, self-harm or a threat told of real people; undefined for lessons, plans and questions about them. */
export function readSensitive(text: string): SensitiveKind | undefined {
  if (!mayBeSensitive(text) || isDrill(text)) return undefined;
  const masked = withoutIdioms(text);
  const told = isTold(text) && !WRITTEN_BY_PUPIL.test(text);
  if (!told) {
    const kind = weighSensitive(masked, NOTICE.test(text) || WHOLE_QUESTION.test(text) ? INFORMING_BAR : 0);
    if (kind !== undefined) return kind;
  }
  if (told) return undefined;
  for (const place of sensitiveMatters.possible(masked)) {
    const matter = alternatives()[place];
    if (matter === undefined || !matter.pattern.test(masked)) continue;
    if (WHOLE_QUESTION.test(text) && !/了|有[一个两人几学孩]|被|老是|总是/.test(text)) continue;
    return matter.kind;
  }
  return undefined;
}

/** Equipment left from a rehearsal, or a plan for exercises that is out of date, is no exercise. */
function isExercise(text: string): boolean {
  if (!isDrill(text)) return false;
  return (
    guards.DRILL_OPENING.test(text) ||
    /演练|演习|模拟/.test(text.replace(/没[^，。]{0,4}(?:演练|演习)|(?:演练|演习)(?:记录|方案|计划|预案|器材)/g, ''))
  );
}

/** Whether the words speak of something elsewhere, earlier or only thought of: never a hazard. */
export function isElsewhere(text: string): boolean {
  if (/(?:前年|去年|以前|几年前|上学期|上届).{0,14}过(?:一次|一回|一场)?.{0,12}(?:后来|早就|已经)/.test(text))
    return true;
  return (
    isExercise(text) ||
    guards.STORY.test(text) ||
    guards.TASTE.test(text) ||
    (isTold(text) &&
      /新闻|报道|热搜|外地(?:一|某|有|的?学校)|某[地校市]|外省|外校|别的学校|网上说|网传|抖音|公众号|转发|电影|电视|小说|作文|班会|讲座|主题|宣传片|案例|故事|黑板报|手抄报|游戏|话剧|小品|动画|征文|知识|题目|一封信|倡议/.test(
        text,
      )) ||
    /想起|小时候|上学那会|那年|当年|[多几两一二三四五六七八九十\d]+年前(?:我|在)|老家(?:见|看到|那边)|多年前|几年前|记得有一年|有一年|以前.{0,6}(?:着过|塌过|出过|发生过)|如果|假如|假设|万一|要是.{0,10}(?:怎么办|该)/.test(
      text,
    )
  );
}
