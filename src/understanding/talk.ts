import type { Command } from './understanding.ts';

/** So likely about what was reported before, so likely a request to the bot, although no rule knows the words. */
const LIKELY = { followUp: 0.5, command: 0.6 };

/** What is asked for, by the word that names it; the first that is there. */
const NAMED: readonly (readonly [Command, RegExp])[] = [
  ['leave', /请[^，。]{0,8}假|(?:代|替|顶|换|调)[^，。]{0,3}(?:班|课|岗|值|我)|找[^，。]{0,4}(?:代|替|顶)|代一下|换我/],
  ['drill', /演练|演习/],
  ['mine', /我(?:的|名下|前前后后|之前|以前)?(?:所有|全部)?(?:隐患|报|上报|提交|提过)/],
  [
    'ledger',
    /台[账帐]|清单|导出|(?:隐患|记录)[^，。]{0,8}(?:列|拉|调|查|导|发)|(?:列|拉|调|查|导)[^，。]{0,10}(?:隐患|记录)/,
  ],
  ['todo', /待办|任务|(?:要|没)(?:办|做)的/],
  ['help', /帮助|(?:怎么|咋|如何)(?:用|使|弄)|(?:能|会)(?:干|做)|不会用|说明/],
];

/** What the bot is asked for in words no rule knows: 把这个月漏电的隐患都导出来，开会要用. `talk`: evidence.ts. Pure. */
export function commandTold(said: string, talk: ReadonlyMap<string, number>): Command | undefined {
  if ((talk.get('command') ?? 0) < LIKELY.command) return undefined;
  return NAMED.find(([, words]) => words.test(said))?.[0];
}

const STILL_OPEN =
  /还没|没人|没修|没弄|没换|没来|没动|没好|没完|又|还是|还在|仍|照样|依旧|催|什么时候|啥时候|多久|几时|吗|呢|没有?$|没$|只(?:是|修|换|拆)|再来|下文|归谁|归哪/;
const DONE =
  /好了|完了|上了|新的|换了|修了|装了|补了|拆了|清了|走了|不漏|不晃|不响|亮了|通了|正常|验收|复查|可以(?:消|销|结)|消掉|结了|弄完/;

/** Taken down and not put back, or new and out of order again: a hazard of its own. */
const HALF_DONE = /没(?:装|铺|补|盖|接|焊|收|还)(?:回|上|完|好)|又(?:不|坏|松|漏|掉|裂|断|堵)/;

/** What is said of something reported before, in words no rule knows: 水房门口防滑垫铺上了，请验收. `talk`: evidence.ts. Pure. */
export function followUpTold(
  said: string,
  talk: ReadonlyMap<string, number>,
): { readonly says: 'fixed' | 'not-yet' } | undefined {
  if ((talk.get('follow-up') ?? 0) < LIKELY.followUp) return undefined;
  if (HALF_DONE.test(said)) return undefined;
  return { says: DONE.test(said) && !STILL_OPEN.test(said) ? 'fixed' : 'not-yet' };
}
