import * as guards from './lexicon/guards.ts';

/** Things whose names contain a word of teaching or publicity. */
const NAMED_AFTER_TEACHING = /宣传[栏板牌窗画]|公告栏|警示牌|培训室|培训楼|培训中心|公开课教室|题目|方案室/g;

/** Rooms, lessons and running tests whose names hold a word of exercises. */
const NO_EXERCISE =
  /模拟法庭|排练[厅室]|(?:合唱|舞蹈|节目|乐队)排练|(?:体能|体质|跑步|八百米|一千米|八百|一千)测试|测试(?=[八一]百|一千|跑|跳|体)/g;

/** Idioms and harmless compounds blanked out, so that 笑死 or 火锅 says nothing of danger. Length is kept. */
export function withoutIdioms(text: string): string {
  return text.replace(guards.IDIOMS, (idiom) => '＊'.repeat(idiom.length));
}

/** An exercise announces itself, and nothing in the message says that this is not one. */
export function isDrill(message: string): boolean {
  const text = message.replace(NO_EXERCISE, '');
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
  return guards.PAST.test(text.replace(guards.PAST_ATTRIBUTE, '')) && !happeningNow(text);
}

function happeningNow(text: string): boolean {
  return guards.NOW.test(text.replace(guards.SAFE_NOW, ''));
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
