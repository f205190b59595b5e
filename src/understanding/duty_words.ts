import { plainText } from './normalise.ts';

/** What somebody says about a duty: it is done, or somebody else should do it for a while. */
export type DutyWords =
  | {
      readonly intent: 'duty-done';
      /** Id of the catalogue. */
      readonly duty: string;
      /** The class as it was said, e.g. 三年级二班; absent: their own. */
      readonly className?: string;
      /** What was said after it in the same breath, as plain text: it may be about something else. */
      readonly rest?: string;
    }
  | { readonly intent: 'leave' };

/** A sentence about one duty is short; anything longer is about something else. */
const LONGEST = 40;

/** More special ones first: 放假前的安全课 is no weekly lesson. */
const duties: readonly (readonly [duty: string, words: RegExp])[] = [
  ['pre-holiday-lesson', /(?:放假前|节前|假前|放假)的?(?:三十分钟|30分钟)?的?(?:安全)?(?:课|教育)/],
  ['friday-five-minute', /(?:周五|放学前)?的?(?:五|5)分钟(?:安全)?(?:小结|教育)?|周五(?:安全)?小结/],
  ['weekly-safety-lesson', /(?:每周|本周|这周|这一周)?的?安全(?:教育)?课/],
  ['monthly-theme-class-meeting', /(?:每月|本月|这个?月)?的?(?:安全)?(?:主题)?班会课?/],
  ['weekly-safety-meeting', /(?:每周|本周|这周)?的?(?:安全(?:工作)?例会|周例会)/],
  ['monthly-self-check', /(?:每月|本月|这个?月)的?(?:安全)?自查|月度(?:安全)?自查|安全自查/],
  ['daily-safety-reminder', /(?:每日|每天|今日|今天|当天)?的?安全提醒|(?:每日|今日|今天)的?提醒/],
];

/** The verb stands after the duty, or before it: 安全提醒讲了, 讲完安全提醒了. */
const VERB = '(?:讲|说|上|开|办|做|弄|搞|念|读|完成|结束|搞定)';
const after = new RegExp(
  `^(?:都|也|我|我们|全班|给(?:学生|孩子|同学)们?|今天|刚才?|刚刚|已经?|已|在班里?|跟(?:学生|孩子|同学)们?|,|，)*(?:${VERB}(?:完|过|好)?(?:了|啦|咯|完毕)|已?${VERB}(?:完|过|好)|(?:已经?|已)${VERB}(?:完|过|好)?|(?:已经?)?完毕)`,
);
const before = new RegExp(`${VERB}(?:完|过|好)?了?(?:今天的?|这节|这次|本班的?|我们班的?|一下)*$`);
const FINISHED = /^(?:了|啦|咯)?[。.!！~,，\s]*$/;

/** It is not done, it is asked, it is planned, it is about another day, or others are told to do it. */
const NOT_DONE =
  /没|未|不|别|甭|[?？]|吗|么$|呢|怎|什么时候|几点|哪|谁|如果|要是|万一|等(?:会|下|到|我)|打算|准备|计划|明天|后天|明早|明日|下周|下星期|下个?月|下节|待会|一会|稍后|晚点|回头|马上|再|请|麻烦|需要|需|应该|该|得|要|必须|记得|别忘|能|可以|可否|昨|前天|上周|上星期|上个?月|提醒(?:大家|各位|一下|老师|同学|学生|他|她|我|你|家长)|通知/;

const NUMBER = '(?:[一二三四五六七八九十]{1,3}|\\d{1,2})';
const className = new RegExp(
  [
    `(?:小学|初中|高中)?${NUMBER}年级?[(]?${NUMBER}[)]?班`,
    `[初高][一二三123](?:年级)?[(]?${NUMBER}[)]?班?`,
    `${NUMBER}[(]${NUMBER}[)]班?`,
    `[一二三四五六七八九]\\d{1,2}班`,
    `\\d{1,2}[.-]\\d{1,2}班?`,
    `[托小中大]${NUMBER}?班`,
    `(?<!\\d)\\d{3,4}班`,
  ].join('|'),
);

const leaveWords =
  /请(?:个?|[一二两三半\d]+[天日])?(?:病|事|产|年|公)?假(?!单|条|的|制|手续|规定|流程)|(?:找|请|让|换)(?:个|一?位)?[^,，。]{0,10}(?:老师|同事|人)[^,，。]{0,4}(?:代|替|顶)(?:一下|我|班|课|两天|几天|一天)/;
const absentWhen =
  /今天|明天|后天|今日|明日|上午|下午|周[一二三四五六日天]|星期|下周|\d{1,2}[月号日.]|这几天|这两天|出差|我/;
const notMine = /[?？]|吗|怎么|如何|谁|学生|孩子|同学|家长|他请|她请|批|规定|流程/;

/**
 * Reads what a known person says about a duty, or nothing: then the sentence is about something else. Deterministic; a
 * plan, a question, a request to others and other days are never 已讲 (they fall through).
 */
export function readDutyWords(text: string): DutyWords | undefined {
  const plain = plainText(text).trim();
  if (plain === '' || [...plain].length > LONGEST) return undefined;
  if (leaveWords.test(plain) && absentWhen.test(plain) && !notMine.test(plain)) return { intent: 'leave' };
  for (const [duty, words] of duties) {
    const found = words.exec(plain);
    if (!found) continue;
    const lead = plain.slice(0, found.index);
    const rest = plain.slice(found.index + found[0].length);
    const named = className.exec(plain)?.[0];
    const said = after.exec(rest)?.[0] ?? after.exec(rest.replace(named ?? '', ''))?.[0];
    if (said === undefined && !(before.test(lead) && FINISHED.test(rest))) return undefined;
    // A whole clause before it is about something else.
    if (/[^,，。;；\n]{5,}[,，。;；\n]/.test(lead)) return undefined;
    const more = said === undefined ? '' : (/[,，。;；\n](.*)$/s.exec(rest.slice(said.length))?.[1] ?? '').trim();
    // What names the class is no verb. What comes after the sentence is another one: it may say 没 of something else.
    const about = rest.slice(0, rest.length - more.length);
    if (NOT_DONE.test(`${lead}|${about}`.replace(named ?? '', ''))) return undefined;
    const follows = [...more].length >= 4 ? { rest: more } : {};
    return { intent: 'duty-done', duty, ...(named ? { className: named } : {}), ...follows };
  }
  return undefined;
}
