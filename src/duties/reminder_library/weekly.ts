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
    text: '过路口先停、再看、后通过，绿灯也要看清右转的大车。大车转弯时看不见里侧的人，请退到路沿里面，等它走完再过。',
  },
  {
    id: 'r-traffic-14',
    topic: 'traffic',
    stages: ['junior', 'senior'],
    text: '放学路上走人行道，没有人行道就靠路边走，别几个人并排、别追逐打闹。听到喇叭声先靠边停下，看清楚再走。',
  },
  {
    id: 'r-traffic-15',
    topic: 'traffic',
    stages: ['junior', 'senior'],
    text: '坐车系好安全带，坐电动车戴好头盔。开车的人喝了酒、很疲劳或者车里超员，请不要上车，给家里其他大人打电话来接。',
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
    text: '小伙伴掉进水里，请记住：不下水，不伸手拉，自己离水边远一点，大声喊大人来。马上找来大人，就是最好的帮忙。',
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
    text: '有人约你去野外下水，可以直接说“我不去，你也别去”。劝不住就马上告诉老师或家长，这不是告状，是在保护同学。',
  },
  {
    id: 'r-drowning-14',
    topic: 'drowning',
    stages: ['junior', 'senior'],
    months: waterMonths,
    text: '自己落水别拼命挣扎，仰面放松，让口鼻露出水面，抓住漂浮物，大声呼救。腿抽筋先吸气浮住，再把脚尖往身体方向扳。',
  },
  {
    id: 'r-drowning-15',
    topic: 'drowning',
    stages: ['junior', 'senior'],
    months: waterMonths,
    text: '到江边、湖边要有家长陪着，不下河滩，不在水边扎营，上游放水时水涨得很快。手机、鞋子掉进水里就算了，不下去捞。',
  },
  {
    id: 'r-drowning-16',
    topic: 'drowning',
    stages: ['junior', 'senior'],
    months: waterMonths,
    text: '看到井盖没盖好、护栏坏了或者水边没有警示牌，请先绕开，提醒同伴也别靠近，再告诉老师或家长，早一点有人去修。',
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
    text: '明天开始放假。出去玩要拉好大人的手，不自己到河边、池塘边、水库边去。看到有水的地方先停下，等大人一起走。',
  },
  {
    id: 'r-drowning-19',
    topic: 'drowning',
    stages: ['junior', 'senior'],
    months: waterMonths,
    beforeHoliday: true,
    text: '放假外出先和家长说好去哪里、和谁去、几点回。不去野外水域游泳，坐船穿好救生衣，也提醒弟弟妹妹别靠近水边。',
  },
  {
    id: 'r-drowning-20',
    topic: 'drowning',
    stages: ['kindergarten', 'primary'],
    months: waterMonths,
    beforeHoliday: true,
    text: '假期里走亲戚、去公园，先看一看哪里有池塘和水井，不走近。玩水要大人在身边，没穿救生衣不上船，帽子掉进水里不去捡。',
  },
  {
    id: 'r-drowning-21',
    topic: 'drowning',
    stages: ['junior', 'senior'],
    months: waterMonths,
    beforeHoliday: true,
    text: '假期和同学聚会，不约在河边、水库和海边。看到有人落水，先大声呼救、打 110 或 120，抛绳子和漂浮物，自己不下水，也不手拉手去救。',
  },
];
