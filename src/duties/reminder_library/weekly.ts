import type { Reminder } from './reminder.ts';

const waterMonths = [4, 5, 6, 7, 8, 9];

/**
 * Reminders beyond those of domain/reminders.md: traffic and water come up every week and nothing is repeated within
 * twenty school days, which takes five of each for every stage and two for the days before holidays.
 */
export const weeklyReminders: readonly Reminder[] = [
  {
    id: 'r-traffic-13',
    topic: 'traffic',
    stages: ['junior', 'senior'],
    text: '过路口先停、再看、后通过，绿灯也要看清右转的大车。大车转弯时里侧看不见人，请离车身至少两米，别抢在它前面。',
  },
  {
    id: 'r-traffic-14',
    topic: 'traffic',
    stages: ['junior', 'senior'],
    text: '放学路上走人行道，没有人行道就靠路边走，别几个人并排、别追逐打闹。听到喇叭声先停下让行，看清楚再走。',
  },
  {
    id: 'r-traffic-15',
    topic: 'traffic',
    stages: ['junior', 'senior'],
    text: '坐车系好安全带，坐电动车戴好头盔。开车的人喝了酒、很疲劳或者车里超员，请不要上车，给家长打电话换人来接。',
  },
  {
    id: 'r-drowning-08',
    topic: 'drowning',
    stages: ['kindergarten', 'primary'],
    months: waterMonths,
    text: '河边、池塘边的石头又湿又滑，捡石头、捞小鱼、洗手都可能滑下去。看到水边没有栏杆，请拉着大人的手离远一点。',
  },
  {
    id: 'r-drowning-09',
    topic: 'drowning',
    stages: ['kindergarten', 'primary'],
    months: waterMonths,
    text: '小伙伴掉进水里，请记住：不下水，不伸手拉，大声喊大人来，把能浮起来的东西扔过去。找来大人才是真正的帮忙。',
  },
  {
    id: 'r-drowning-10',
    topic: 'drowning',
    stages: ['kindergarten', 'primary'],
    months: waterMonths,
    text: '游泳要有爸爸妈妈一直在旁边看着，去有救生员的泳池，先热身再下水。游泳圈只是玩具，不能代替大人的看护。',
  },
  {
    id: 'r-drowning-11',
    topic: 'drowning',
    stages: ['kindergarten', 'primary'],
    months: waterMonths,
    text: '下过雨的水坑、没盖好的井口、工地的积水都看不出有多深，请绕开走。家里的水缸、浴缸旁边也不要一个人玩。',
  },
  {
    id: 'r-drowning-12',
    topic: 'drowning',
    stages: ['junior', 'senior'],
    months: waterMonths,
    text: '水面看着平静，底下可能有深坑、淤泥和暗流，岸边也容易塌。放学和周末请不要去河道、水库、鱼塘边停留和拍照。',
  },
  {
    id: 'r-drowning-13',
    topic: 'drowning',
    stages: ['junior', 'senior'],
    months: waterMonths,
    text: '有人约你去野外下水，可以直接说“我不去，你也别去”。劝不住就马上告诉老师或家长，这不是告状，是在保护朋友。',
  },
  {
    id: 'r-drowning-14',
    topic: 'drowning',
    stages: ['junior', 'senior'],
    months: waterMonths,
    text: '自己落水请尽量仰面放松，让口鼻露出水面，别拼命挣扎，抓住漂浮物等人来。腿抽筋先深吸一口气，再把脚掌往回扳。',
  },
  {
    id: 'r-drowning-15',
    topic: 'drowning',
    stages: ['junior', 'senior'],
    months: waterMonths,
    text: '江边、湖边钓鱼和露营请跟家长一起，穿好救生衣，站在平稳的地方。手机、鞋子掉进水里就算了，不要下去捞。',
  },
  {
    id: 'r-drowning-16',
    topic: 'drowning',
    stages: ['junior', 'senior'],
    months: waterMonths,
    text: '看到井盖缺失、护栏损坏或者水边没有警示牌，请先绕开，再告诉老师。提醒一下同伴，比只有自己小心更安全。',
  },
  {
    id: 'r-drowning-17',
    topic: 'drowning',
    stages: ['kindergarten'],
    months: waterMonths,
    text: '洗澡、玩水都要有大人在身边看着。不爬水桶和水盆，不在水边推小朋友，玩具掉进水里，喊大人来拿。',
  },
  {
    id: 'r-drowning-18',
    topic: 'drowning',
    stages: ['kindergarten', 'primary'],
    months: waterMonths,
    beforeHoliday: true,
    text: '明天开始放假。出去玩要拉好大人的手，不到河边、池塘边、水库边去。看到有水的地方先停下，问一问大人能不能去。',
  },
  {
    id: 'r-drowning-19',
    topic: 'drowning',
    stages: ['junior', 'senior'],
    months: waterMonths,
    beforeHoliday: true,
    text: '放假外出先和家长说好去哪里、和谁去、几点回。不去野外水域游泳，坐船穿好救生衣，也请看住身边的弟弟妹妹。',
  },
  {
    id: 'r-drowning-20',
    topic: 'drowning',
    stages: ['kindergarten', 'primary'],
    months: waterMonths,
    beforeHoliday: true,
    text: '假期里走亲戚、去公园，先看一看哪里有池塘和水井。玩水要大人牵着，小船没有穿好救生衣不上去，帽子掉进水里不去捡。',
  },
  {
    id: 'r-drowning-21',
    topic: 'drowning',
    stages: ['junior', 'senior'],
    months: waterMonths,
    beforeHoliday: true,
    text: '假期和同学聚会，河边、水库、海边都不作为去处。看到有人落水，先大声呼救、打 110 或 120，抛绳子和漂浮物，自己不下水。',
  },
];
