import type { HazardReading } from './understanding.ts';

interface Judgement {
  readonly severity: HazardReading['severity'];
  readonly majorTrigger?: string;
}

/** Sub, what must be said, trigger of domain/hazards.md §3.1. The first that fits decides. */
const MAJOR: readonly (readonly [RegExp, RegExp, string])[] = [
  [
    /^fire\/exit-blocked/,
    /锁|铁链|链条|焊死|焊住|焊了|封死|钉死|插死|拧死|捆死|拴死|缠|砌死|跑不出|逃不出/,
    'mt-exit-barrier',
  ],
  [/^fire\/alarm/, /./, 'mt-fire-alarm'],
  [
    /^fire\/equipment/,
    /(?:消火栓|消防栓|室外栓|消防水|栓|消防泵).*(?:没水|没有水|不出水|没压|水压|压力|断水|启动不了|不启动|关.{0,3}阀)|没水|不出水/,
    'mt-fire-alarm',
  ],
  [
    /^fire\/flammable/,
    /(?:电动车|电瓶|电动自行车|电动摩托|电驴|电单车|锂电池|电摩|平衡车|电马).*(?:楼道|楼|走廊|屋|室|宿舍|飞线|拉线|插排|插线板|门厅|大厅|寝|房|办公)|飞线|(?:楼|屋|室|寝|走廊).*(?:电动车|电瓶).*充/,
    'mt-ebike',
  ],
  [
    /^dangerous-goods\/chemical/,
    /教学楼|楼|宿舍|食堂|图书馆|教室|寝室|后厨|办公室|地下室|储物间|楼梯|走廊|仓库|库房|器材室|体育馆|礼堂|锅炉房/,
    'mt-fire-hazmat',
  ],
  [/^building\/structure/, /彩钢|夹芯板/, 'mt-fire-hazmat'],
  [
    /^lab\/chemical/,
    /(?:酒精|乙醚|乙醇|丙酮|汽油|白磷|金属钠|易燃|苯|甲醇).*(?:桶|大量|暖气|没登记|超量|一箱|整箱|堆|存|囤|阳光|窗台|暴晒|温度|插座|敞)|(?:存|囤|堆|放).*(?:大桶|整箱|超量|桶).*(?:酒精|乙醚|乙醇|易燃)/,
    'mt-lab-hazmat',
  ],
  [
    /\/hot-work/,
    /没.{0,3}审批|未审批|没手续|没.{0,3}动火证|无动火|没办|没.{0,3}人看|没.{0,3}人管|没.{0,6}监护|无监护|没看到人|没见.{0,4}监护|没灭火器|没.{0,2}报备|无审批|没.{0,4}看着/,
    'mt-hotwork',
  ],
  [/^water-gas-heat\/gas/, /味|漏|泄|嘶|臭鸡蛋|跑气|嗤/, 'mt-utility'],
  [/^water-gas-heat\/co/, /./, 'mt-utility'],
  [/^water-gas-heat\/boiler/, /超压|压力.{0,6}(?:高|红|超|爆|大|上)|红线|红区|爆表|憋压|安全阀|超过/, 'mt-utility'],
  [/^electric/, /麻|被电|电到|电着|触电|打手|过电|水里.{0,4}(?:有电|带电)|带电/, 'mt-utility'],
  [
    /^building\/ceiling/,
    /^(?!.*(?:要掉|快掉|会掉|快要掉|怕.{0,3}掉|随时|担心)).*(?:掉了|掉下|掉落|砸|脱落|塌|坠落|掉一|掉块|下来一|下来了)/,
    'mt-building',
  ],
  [
    /^building\/structure/,
    /(?:梁|柱|楼板|墙).*(?:露筋|钢筋).*(?:变|大|宽|越|长|扩)|露筋.*(?:裂|缝)|钢筋.{0,4}露|危房|d级|裂.*(?:越来越|变宽|变大|扩大|加宽).*(?:梁|柱|承重|钢筋)|(?:承重|梁|柱).*裂.*(?:越来越|变宽|变大|扩大|加宽|更)/,
    'mt-building',
  ],
  [
    /^building\/retaining/,
    /正在|往下(?:塌|掉|滑)|塌了|在塌|还在|开始(?:塌|滑|垮)|垮了|坍|不断|一直(?:掉|在)|滑下来/,
    'mt-building',
  ],
  [/^food\/license/, /./, 'mt-food'],
  [/^bus\/vehicle/, /刹车|制动/, 'mt-bus'],
  [/^bus\/overload/, /./, 'mt-bus'],
  [/^bus\/driver/, /资格|资质|驾照|无证|没证|驾驶证|准驾|酒|没有校车|备案/, 'mt-bus'],
  [
    /^bus\/attendant/,
    /没来|没有|没上车|没在|请假|不在|缺|没跟|没照管|没人|没老师|没安排|剩司机|下车|只有司机|就司机|就一个司机|光司机/,
    'mt-bus',
  ],
  [/^bus\/doc/, /检|审|许可|保险|报废|黑校车|没办|没备案/, 'mt-bus'],
  [
    /^special-equipment/,
    /没.{0,3}登记|未登记|没.{0,4}检|未.{0,2}检|超期|过期|到期|年检|过了检|检验.{0,4}(?:过|到|没)|没注册|没办|合格证|合格标志|(?:校|校准)?检[^，。]{0,8}(?:前年|去年|大前年|年前)/,
    'mt-special',
  ],
  [
    /^stampede\/(?:crowd|order)/,
    /(?:没|无)[^，。]{0,8}(?:疏导|老师|管|值守|护导|引导|组织|看着|人)[^。]*(?:挤|涌|推|踩|冲|上千|千|几百|全校|年级|堵)|(?:挤|涌|推|冲|上千|千|几百|全校|年级).*(?:没|无)[^，。]{0,8}(?:疏导|老师在|人疏|人管|值守|护导|引导|组织|老师)/,
    'mt-stampede',
  ],
  [/./, /消防(?:安全)?责任(?:制|体系|书|人)/, 'mt-fire-duty'],
  [/^dorm/, /(?:宿舍|寝室|住).*(?:地下室|半地下)|(?:地下室|半地下).*(?:住|宿舍|寝室)/, 'mt-fire-basement'],
];

const GENERAL: readonly (readonly [RegExp, RegExp])[] = [
  [/^fire\/equipment/, /^(?!.*(?:压力|没压|失压|欠压|红区|红线|掉压|指针|消火栓|消防栓|栓)).*/],
  [/^fire\/(?:light-sign|fire-door)/, /./],
  [/^fire\/exit-blocked/, /消火栓|消防栓|消防箱|消防柜/],
  [/^building\/floor/, /./],
  [/^building\/structure/, /隔断|隔板|挡板|洗手|台盆|面盆|蹲位|小便|墙皮|墙灰|墙砖|隔间/],
  [
    /^building\/door-window/,
    /^(?!.*(?:耷拉|要掉|快掉|吊着|掉下|悬|整扇))(?=.*(?:橱窗|宣传栏|展板|公告栏|把手|门锁|合页|纱窗))/,
  ],
  [/^building\/leak/, /^(?!.*(?:电|插座|灯|爆|线|开关|喷|吊顶|天花板)).*/],
  [/^electric\/overload/, /^(?!.*(?:烫|焦|冒|跳闸|热|糊|跳)).*/],
  [/^electric\/socket/, /^(?!.*(?:火|焦|烟|露|麻|湿|水|裂|坏|破|烂|松|掉|滋)).*(?:盖|保护)/],
  [/^electric\/wiring/, /^(?!.*(?:开着|露|裸|敞|没锁|火)).*(?:警示|标牌|标识|标志|绝缘|挡鼠板|牌)/],
  [/^water-gas-heat\/drain/, /./],
  [/^water-gas-heat\/heating/, /^(?!.*(?:漏|爆|喷|烫伤|掉|滋|淌|热水)).*/],
  [/^food\/sample/, /./],
  [/^food\/staff-health/, /晨检|口罩|帽|手套/],
  [/^sports\/ground/, /./],
  [/^stampede\/(?:order|obstacle)/, /./],
  [/^gate\/(?:unregistered|handover)/, /./],
  [/^security\/gear/, /./],
  [/^security\/wall-gap/, /刺网|刺丝|滚刺|照明|没灯|灯不亮|不亮|太黑|警示/],
  [/^bus\/route/, /./],
  [/^traffic/, /./],
  [/^falling\/tree/, /蜂|修剪|修枝|太密|挡|虫/],
  [/^health\/(?:disinfection|ventilation|waste|medicine)/, /./],
  [/^periphery/, /./],
  [/^conduct\/(?:chase|supervision|late)/, /./],
  [/^system/, /./],
];

/** What lifts a general one to serious (labelling rules, last line). */
const AGGRAVATED: readonly (readonly [RegExp, RegExp])[] = [
  [
    /^(?:traffic|conduct)/,
    /(?:差点|差一点|险些|差点儿).{0,14}(?:撞|轧|碾|蹭|刮|碰|伤|带倒|倒)|撞到|撞倒|被蹭|被剐|被撞/,
  ],
  [/^periphery\/river/, /摸鱼|捞鱼|捉鱼|下河|下水|游泳|洗澡|下去|玩水|水里|野泳/],
  [/^periphery\/construction/, /上空|头顶|头上|塔吊|吊臂|越过围墙/],
  [/^system\/duty/, /(?:宿舍|宿管|寝室).*(?:夜|晚|半夜|凌晨)|(?:夜|晚|半夜|凌晨).*(?:宿舍|宿管|寝室)/],
];

/** Looked for and not found: it raises nothing. */
const RULED_OUT =
  /(?:还|都|也)?(?:没有?|未)(?:发现|闻到|听到|检测到|测到)?(?:漏|泄漏|气味|异味|味道|冒烟|带电)(?:气|水|电)?(?![检保])/g;

/** First judgement only; a person confirms it. `sub` is category/sub, text in common form. */
export function severityOf(sub: string, said: string): Judgement {
  const text = said.replace(RULED_OUT, '');
  for (const [subs, pattern, trigger] of MAJOR) {
    if (subs.test(sub) && pattern.test(text)) return { severity: 'major_candidate', majorTrigger: trigger };
  }
  const general = GENERAL.some(([subs, said]) => subs.test(sub) && said.test(text));
  const lifted = AGGRAVATED.some(([subs, said]) => subs.test(sub) && said.test(text));
  return { severity: general && !lifted ? 'general' : 'serious' };
}
