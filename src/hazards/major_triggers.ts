/** Direct findings of major hazards, from domain/hazards.md §3.1. Data, not code. */

export interface MajorTrigger {
  readonly id: string;
  readonly text: string;
  /** Clause of 《教育系统重大事故隐患判定指南》; only those marked ✔ there were checked against the original. */
  readonly clause: string;
  readonly checked: boolean;
}

export const majorTriggers: readonly MajorTrigger[] = [
  { id: 'mt-fire-duty', text: '未建立并落实消防安全责任体系', clause: 'ZD 三(一)1', checked: true },
  {
    id: 'mt-fire-basement',
    text: '宿舍或幼儿用房在地下/半地下，幼儿用房在四层及以上',
    clause: 'ZD 三(一)2',
    checked: true,
  },
  {
    id: 'mt-fire-hazmat',
    text: '教学楼、图书馆、食堂、宿舍等密集场所违规使用储存易燃易爆品，或用 A 级以下彩钢夹芯板搭建',
    clause: 'ZD 三(一)3',
    checked: true,
  },
  {
    id: 'mt-fire-alarm',
    text: '应设的火灾自动报警/喷淋/消火栓/排烟未设或失效；宿舍午休室无报警或无联网独立烟感',
    clause: 'ZD 三(一)4',
    checked: true,
  },
  { id: 'mt-hotwork', text: '校内电焊切割喷灯等明火作业未审批、无现场监管', clause: 'ZD 三(一)5', checked: true },
  { id: 'mt-ebike', text: '电动自行车（含电池）入楼或私拉线、飞线充电', clause: 'ZD 三(一)6', checked: true },
  {
    id: 'mt-fire-approval',
    text: '未依法取得消防设计审查/验收（备案）合格即施工或投用',
    clause: 'ZD 三(一)7',
    checked: true,
  },
  {
    id: 'mt-exit-count',
    text: '密集场所未设独立安全出口、出口数量不足或净宽低于标准的 80%',
    clause: 'ZD 三(一)8',
    checked: true,
  },
  {
    id: 'mt-exit-barrier',
    text: '密集场所门窗设影响逃生救援的障碍（铁栅栏、铁丝网、广告牌遮挡）',
    clause: 'ZD 三(一)9',
    checked: true,
  },
  { id: 'mt-lab-hazmat', text: '实验室违规存放使用易燃易爆危险品', clause: 'ZD 三(一)10', checked: true },
  { id: 'mt-building', text: 'D 级危房在用；鉴定为严重安全隐患仍使用', clause: 'ZD 校舍', checked: false },
  { id: 'mt-food', text: '食堂无证经营、使用禁用原料、出现疑似食物中毒未停供', clause: 'ZD 食品', checked: false },
  {
    id: 'mt-bus',
    text: '校车无许可、无资质、超员、无照管、未检或车况不合格上路',
    clause: 'ZD 校车 ；XC',
    checked: true,
  },
  { id: 'mt-stampede', text: '高峰楼道无疏导且明显超量聚集', clause: 'ZD 踩踏', checked: false },
  { id: 'mt-special', text: '锅炉电梯等特种设备未登记、未检、超期使用', clause: 'ZD 特种设备', checked: false },
  { id: 'mt-utility', text: '燃气泄漏、涉电即刻危险、供暖一氧化碳超标', clause: 'ZD 水电气热', checked: false },
];
