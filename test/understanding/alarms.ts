/** What resembles the harmless sentences below and must still raise the alarm. */
export const REAL = [
  '树枝掉下来砸到学生了',
  '护栏倒了压在两个孩子身上',
  '天花板往下砸到学生头上',
  '灭火器砸到孩子头上',
  '护栏被大货车撞倒压到学生了',
  '孩子被压在课桌底下拿不出来',
  '歹徒拿刀比划着要进教学楼',
  '男生拿着刀追着同学砍',
  '测试报警器的时候真的冒烟了',
  '爸爸来学校抢孩子快来人',
  '有人要来抢孩子，保安拦不住',
  '学生要去厕所突然晕倒',
  '有没有着火啊楼道全是烟',
  '没有老师在，孩子掉进池塘了',
  '食堂煤气泄漏了',
  '厨房燃气在漏',
  '操场上学生打群架',
  '有陌生人闯进来了',
];

/** Denied, about a thing alone, shown off, staged or told of a taste: what each is instead. */
export const HARMLESS: readonly (readonly ['hazard' | 'other', string])[] = [
  ['hazard', '灭火器卡在柜子后面拿不出来'],
  ['hazard', '有男生带小刀来学校，课间拿着比划着玩'],
  ['other', '刚才是试一下报警器，大家不用管，没有着火'],
  ['other', '篮球赛我们把体育组老师打得落花流水'],
  ['other', '五年前我在老家见过房子着火'],
  ['other', '食堂新出的酸辣粉辣得我满嘴冒火'],
  ['other', '检查煤气泄漏报警器'],
  ['hazard', '食堂的煤气泄漏报警器坏了'],
  ['hazard', '围墙太矮，有人翻墙进来'],
  ['other', '班会讲了不要打群架'],
];
