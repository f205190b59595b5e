import { plainText } from './normalise.ts';
import { whole } from './whole_sentence.ts';

/** Hazards somebody wants to see, as the ledger filters them. */
export type AskedHazards = 'open' | 'overdue' | 'recheck' | 'major' | 'listed' | 'closed';

/** What somebody wants to see or open, in their own words. */
export type Asking =
  | { readonly for: 'hazards'; readonly filter: AskedHazards }
  /** How the week is going; `last`: the one before. */
  | { readonly for: 'weekly'; readonly last: boolean }
  /** Who stands which shift, today or tomorrow. */
  | { readonly for: 'on-duty'; readonly tomorrow: boolean }
  /** What has not been done yet and by whom; `reminder`: of the daily reminder only. */
  | { readonly for: 'left'; readonly reminder: boolean }
  | {
      readonly for: /** Today's reminder, to read it out. */
        | 'reminder'
        /** 讲了, without saying what: the reminder. */
        | 'reminder-done'
        | 'my-shifts'
        | 'arrived'
        | 'round'
        | 'drills'
        | 'trends'
        | 'calendar'
        | 'groups'
        | 'console'
        | 'take-back'
        | 'export';
    };

/** A request is short; anything longer tells of something. */
const LONGEST = 24;

const SEE = '(?:查|看|看看|查看|打开|查询|列出|列|显示|发我|发)?(?:一下|下)?';
const NOW = '(?:现在|目前|当前|今天|今日|最近|本周|这周|本月|这个?月|本学期|学校|全校|我校|我们学校|还|的)*';
const LIST = '(?:清单|列表|总表|汇总表?|名单|情况|进展|进度|统计|数量|数|有几[个条项]|有多少|有哪些)?';
const WHICH = '(?:多少|几[个条项处]|哪些|什么|啥)';
const WHO = '(?:哪些|哪个|哪几个|谁|几个)(?:班级?|人|老师|班主任|岗)?';
const SAID = '(?:讲|说|念)';
const DID = '(?:讲|说|念|办|做|交|确认|完成|上|检查|排查|弄|签)';
const REMIND = '(?:催|提醒|通知)(?:一下|一催|下|办)?(?:还)?';
const ROUND = '(?:半月|每月|月度|日常|全校|安全|隐患)*(?:排查|巡查|检查|自查)';

const ON_DUTY_WHO =
  '(?:是)?(?:谁|哪位(?:领导|老师)?|哪些(?:人|老师)|哪个(?:领导|老师))(?:在|来)?(?:值班|带班|护导|值守|值夜班?)';
const onDuty = (day: string): string =>
  `${day}(?:${ON_DUTY_WHO}|的?(?:值班|带班|护导|值守)(?:人员|领导|老师|安排|情况|人|表)?(?:是谁|有谁)?)`;

const hazards = (filter: AskedHazards, pattern: string): readonly [Asking, RegExp] => [
  { for: 'hazards', filter },
  whole(pattern),
];
const only = (
  what: Exclude<Asking['for'], 'hazards' | 'weekly' | 'left' | 'on-duty'>,
  pattern: string,
): readonly [Asking, RegExp] => [{ for: what }, whole(pattern)];

/** The first that fits the whole sentence; a report says what is wrong and where, and fits none. */
const askings: readonly (readonly [Asking, RegExp])[] = [
  hazards(
    'overdue',
    `${SEE}${NOW}(?:有${WHICH})?(?:逾期|超期)(?:的|了|未整改|没整改|未销号)*(?:隐患|整改)?(?:有)?${LIST}`,
  ),
  hazards('major', `${SEE}${NOW}(?:有${WHICH}|有没有|有)?重大的?隐患${LIST}`),
  hazards('listed', `${SEE}${NOW}(?:有${WHICH}|有没有|有)?(?:挂牌)?督办的?(?:隐患)?${LIST}`),
  hazards('recheck', `${SEE}${NOW}(?:有${WHICH})?(?:待复查|等复查|要复查)的?(?:隐患)?${LIST}`),
  hazards('closed', `${SEE}${NOW}(?:有${WHICH})?(?:已销号|销号了?|已整改|整改完|已消除)的?隐患${LIST}`),
  hazards(
    'open',
    `${SEE}${NOW}(?:全部|所有|在账|未销号|没销号|未整改|没整改|待整改|整改中)*的?隐患(?:清单|列表|总表|汇总表?|情况|进展|进度|数量|数|有几[个条项]|有多少|有哪些|整改情况)`,
  ),
  hazards(
    'open',
    `${SEE}${NOW}(?:有${WHICH})(?:在账|未销号|没销号|未整改|没整改|待整改)?的?隐患(?:没整改|没销号|没处理|要整改)?`,
  ),
  hazards('open', `(?:看|查看|查|列出|打开)(?:一下|下|全部|所有|全校|学校|的)*隐患`),
  hazards('open', `${SEE}(?:全部|所有|全校|在账|未销号|没销号|未整改|没整改|待整改)的?隐患`),
  [{ for: 'weekly', last: true }, whole(`${SEE}(?:上周|上星期|上个?礼拜|上一期|上期)的?(?:安全)?(?:周报|情况|小结)`)],
  [
    { for: 'weekly', last: false },
    whole(
      `${SEE}(?:本周|这周|这星期|最新|每周|学校)?的?(?:安全)?周报|${SEE}(?:本周|这周|这星期|学校|全校|最近|目前)的?(?:安全|整体|总体|校园安全)*(?:情况|形势|状况)(?:怎么样|如何|怎样)?|(?:本周|这周|学校)安全(?:怎么样|如何)`,
    ),
  ],
  [
    { for: 'left', reminder: true },
    whole(
      `${NOW}(?:还有|有)?${WHO}(?:还|都|今天)*(?:没有?|未)${SAID}(?:完|安全提醒|提醒)?的?|(?:还没|没|未)${SAID}的?(?:班级?|老师|班主任)(?:有哪些|是哪些)?|还差(?:哪些|哪几个|几个)班(?:没讲)?|${NOW}(?:每日)?(?:安全)?提醒的?(?:完成|落实|讲解)?(?:情况|进度)|${REMIND}(?:没|未)${SAID}(?:完)?的?(?:班级?|人|老师|班主任)?`,
    ),
  ],
  [
    { for: 'left', reminder: false },
    whole(
      `${NOW}(?:还有|有)?${WHO}(?:还|都|今天)*(?:没有?|未)${DID}(?:完|好)?(?:安全课|班会|作业|任务|职责|材料)?的?|(?:还没|没|未)${DID}(?:完|成)*的(?:班级?|人|老师|岗位|职责)?(?:有哪些|是哪些)?|${REMIND}(?:没|未)${DID}(?:完|成)*的?(?:班级?|人|老师|班主任)?|一键(?:提醒|催办)|催办|${SEE}${NOW}(?:各项)?(?:职责|任务|工作)的?(?:完成|落实)?(?:情况|进度)`,
    ),
  ],
  only(
    'reminder-done',
    `(?:我|我们班|我班|班里|班上|今天|都|给学生|给孩子们?)*(?:已经?)?${SAID}(?:完|好|过)?了|已${SAID}(?:完|过)?|(?:今天的?|每日的?)?(?:安全)?提醒(?:已经?|都)?${SAID}(?:完|好|过)?了?`,
  ),
  only(
    'reminder',
    `${SEE}(?:今天|今日|每日)?的?(?:每日)?安全提醒(?:内容|主题|讲什么|是什么)?|${SEE}(?:今天|今日|每日)的?提醒(?:内容|主题|讲什么|是什么)?|(?:今天|今日|该|要|我|班里)+${SAID}(?:什么|啥|哪个|哪些)(?:内容|主题)?|换一?个?(?:主题|话题|内容)`,
  ),
  only(
    'my-shifts',
    `(?:我的?)?(?:值班|值班表|带班|护导|排班|排班表)|我(?:今天|这周|本周|下周|本月|的)*(?:什么时候|哪天|哪几天|几号|几点|有没有|要不要|是不是)?(?:值班|带班|护导|值守|值夜|排班)(?:安排|表|是哪天|是什么时候)?|(?:什么时候|哪天|几号)(?:轮到|该)我(?:值班|带班|护导)?`,
  ),
  [{ for: 'on-duty', tomorrow: true }, whole(onDuty('明[天日早晚]'))],
  [
    { for: 'on-duty', tomorrow: false },
    whole(`${onDuty('(?:今天|今日|今晚|现在|此刻)')}|${ON_DUTY_WHO}|(?:值班|带班)(?:领导|老师|人员)(?:是谁|有谁)?`),
  ],
  only('arrived', '(?:我)?(?:已经?)?(?:到岗|上岗|在岗)(?:了|啦)?|(?:我要|到岗)?(?:签到|打卡)'),
  only('round', `(?:开始|去|做|开展|进行|本次|这次|今天|我的)*${ROUND}(?:任务|表|清单|了)?`),
  only(
    'drills',
    `${SEE}(?:下次|下一次|下回|上次|本学期|这学期|本月|今年|最近)?的?(?:应急|疏散|消防|地震)*演练(?:的)?(?:情况|安排|记录|统计|次数|是?什么时候|是?哪天|什么时候搞|做了几次|几次)|(?:下次|下一次|下回|本学期|这学期|本月|今年)的?演练`,
  ),
  only('trends', `${SEE}(?:隐患|数据|安全)?(?:统计|统计表|统计数据|报表|数据分析)`),
  only('calendar', `${SEE}(?:校历|日历|行事历|放假安排)|(?:下次|什么时候|几号|哪天)放假`),
  only('groups', `${SEE}(?:群|群聊)(?:设置|用途|管理|列表)`),
  only('console', `${SEE}(?:安全)?(?:看板|大屏|控制台|网页版?|网页端|电脑版|后台)`),
  only(
    'take-back',
    '(?:我)?(?:撤回|撤销|点错了?|误点了?|按错了?|改错了?|填错了?|报错了?|发错了?)(?:怎么办|怎么改|怎么撤回?)?',
  ),
  only('export', '导出|导出数据|下载|打印|导出表格|下载表格'),
];

/**
 * What somebody asks to see, where that is all they say; undefined for every other sentence, so that no report is taken
 * for a question. Total, pure.
 */
export function readAsking(words: string): Asking | undefined {
  const plain = plainText(words)
    .trim()
    .replace(/[,、\s]+/g, '');
  if (plain === '' || [...plain].length > LONGEST) return undefined;
  return askings.find(([, pattern]) => pattern.test(plain))?.[0];
}
