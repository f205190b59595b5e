/** Places, categories and direct findings of major hazards, from domain/hazards.md §1, §2 and §3.1. Data, not code. */

export interface PlaceKind {
  readonly id: string;
  readonly name: string;
  /** Roles that usually answer for it, the first that somebody holds. */
  readonly owners: readonly string[];
}

export const placeKinds: readonly PlaceKind[] = [
  { id: 'classroom', name: '教室', owners: ['class_teacher'] },
  { id: 'teaching-building', name: '教学楼', owners: ['facility_lead'] },
  { id: 'stairs', name: '楼梯', owners: ['grade_lead'] },
  { id: 'toilet', name: '厕所', owners: ['facility_lead'] },
  { id: 'dorm', name: '宿舍', owners: ['dorm_keeper'] },
  { id: 'canteen', name: '食堂', owners: ['canteen_manager'] },
  { id: 'lab', name: '实验室', owners: ['lab_keeper'] },
  { id: 'computer-room', name: '功能教室/机房', owners: ['facility_lead'] },
  { id: 'playground', name: '操场', owners: ['subject_teacher'] },
  { id: 'kids-facility', name: '幼儿活动区', owners: ['class_teacher'] },
  { id: 'wall', name: '围墙周界', owners: ['facility_lead'] },
  { id: 'gate', name: '校门', owners: ['gate_guard'] },
  { id: 'gate-road', name: '校门道路', owners: ['safety_office'] },
  { id: 'bus', name: '校车', owners: ['bus_manager'] },
  { id: 'power-room', name: '配电与用电', owners: ['facility_lead'] },
  { id: 'fire-facility', name: '消防设施', owners: ['facility_lead'] },
  { id: 'boiler-gas', name: '锅炉燃气供暖', owners: ['canteen_manager', 'facility_lead'] },
  { id: 'roof-outer', name: '屋顶外墙', owners: ['facility_lead'] },
  { id: 'water-area', name: '水域与井盖', owners: ['facility_lead'] },
  { id: 'tree-green', name: '树木绿化', owners: ['facility_lead'] },
  { id: 'construction-site', name: '施工区域', owners: ['facility_lead'] },
  { id: 'parking', name: '停车与充电', owners: ['facility_lead'] },
  { id: 'periphery', name: '学校周边', owners: ['safety_office'] },
  { id: 'school-wide', name: '全校/制度', owners: ['safety_office'] },
];

export interface Category {
  readonly id: string;
  readonly name: string;
  readonly severity: 'general' | 'serious' | 'major_candidate';
  readonly owners: readonly string[];
  readonly subs: readonly { readonly id: string; readonly name: string }[];
}

export const categories: readonly Category[] = [
  {
    id: 'building',
    name: '校舍建筑',
    severity: 'serious',
    owners: ['facility_lead'],
    subs: [
      { id: 'structure', name: '裂缝沉降' },
      { id: 'ceiling', name: '吊顶脱落' },
      { id: 'door-window', name: '门窗玻璃' },
      { id: 'railing', name: '栏杆扶手' },
      { id: 'floor', name: '地面湿滑破损' },
      { id: 'leak', name: '漏水渗水' },
      { id: 'retaining', name: '挡土墙滑坡' },
    ],
  },
  {
    id: 'fire',
    name: '消防',
    severity: 'serious',
    owners: ['facility_lead'],
    subs: [
      { id: 'exit-blocked', name: '出口堵塞锁闭' },
      { id: 'equipment', name: '器材失效' },
      { id: 'alarm', name: '报警喷淋失效' },
      { id: 'light-sign', name: '应急灯指示失效' },
      { id: 'flammable', name: '易燃堆放' },
      { id: 'hot-work', name: '动火违规' },
      { id: 'fire-door', name: '防火门' },
    ],
  },
  {
    id: 'electric',
    name: '用电',
    severity: 'serious',
    owners: ['facility_lead'],
    subs: [
      { id: 'wiring', name: '线路老化裸露' },
      { id: 'overload', name: '超负荷' },
      { id: 'socket', name: '插座开关' },
      { id: 'leakage', name: '漏电无漏保' },
      { id: 'fixture', name: '灯具吊扇' },
      { id: 'outdoor', name: '室外漏电' },
    ],
  },
  {
    id: 'water-gas-heat',
    name: '水气暖',
    severity: 'serious',
    owners: ['canteen_manager'],
    subs: [
      { id: 'gas', name: '燃气泄漏' },
      { id: 'co', name: '一氧化碳' },
      { id: 'boiler', name: '锅炉压力' },
      { id: 'heating', name: '暖气' },
      { id: 'water-supply', name: '供水二次污染' },
      { id: 'drain', name: '排水' },
    ],
  },
  {
    id: 'food',
    name: '食品饮水',
    severity: 'serious',
    owners: ['canteen_manager'],
    subs: [
      { id: 'expired', name: '过期变质' },
      { id: 'sample', name: '未留样' },
      { id: 'staff-health', name: '健康证晨检' },
      { id: 'pest', name: '鼠蝇' },
      { id: 'cross', name: '生熟混' },
      { id: 'water-quality', name: '饮水' },
      { id: 'license', name: '证照' },
    ],
  },
  {
    id: 'lab',
    name: '实验实训',
    severity: 'serious',
    owners: ['lab_keeper'],
    subs: [
      { id: 'chemical', name: '危化品管理' },
      { id: 'exhaust', name: '通风排风' },
      { id: 'equipment', name: '设备防护' },
      { id: 'waste', name: '废液' },
      { id: 'key', name: '双人双锁' },
    ],
  },
  {
    id: 'sports',
    name: '体育与游乐设施',
    severity: 'serious',
    owners: ['subject_teacher'],
    subs: [
      { id: 'goal', name: '球门篮架' },
      { id: 'bar', name: '器械松动' },
      { id: 'ground', name: '场地' },
      { id: 'toy', name: '幼儿大型玩具' },
      { id: 'water-pool', name: '泳池' },
    ],
  },
  {
    id: 'dorm',
    name: '宿舍',
    severity: 'serious',
    owners: ['dorm_keeper'],
    subs: [
      { id: 'bunk', name: '床铺护栏' },
      { id: 'illegal-power', name: '违规电器' },
      { id: 'overcrowd', name: '超员' },
      { id: 'lock', name: '门窗封闭' },
      { id: 'ventilation', name: '通风煤炉' },
    ],
  },
  {
    id: 'stampede',
    name: '拥挤踩踏',
    severity: 'serious',
    owners: ['grade_lead'],
    subs: [
      { id: 'crowd', name: '拥堵' },
      { id: 'light', name: '照明不足' },
      { id: 'obstacle', name: '通道障碍' },
      { id: 'order', name: '错峰缺失' },
      { id: 'stair-width', name: '疏散宽度' },
    ],
  },
  {
    id: 'gate',
    name: '门禁出入',
    severity: 'serious',
    owners: ['gate_guard'],
    subs: [
      { id: 'stranger', name: '无关人员' },
      { id: 'unmanned', name: '无人值守' },
      { id: 'unregistered', name: '未登记' },
      { id: 'door-fault', name: '门闸故障' },
      { id: 'handover', name: '交接缺失' },
    ],
  },
  {
    id: 'security',
    name: '安防设施',
    severity: 'serious',
    owners: ['safety_office'],
    subs: [
      { id: 'cctv', name: '视频' },
      { id: 'panic-button', name: '一键报警' },
      { id: 'intrusion', name: '入侵报警' },
      { id: 'collision', name: '防冲撞' },
      { id: 'gear', name: '护卫器械' },
      { id: 'wall-gap', name: '周界豁口' },
    ],
  },
  {
    id: 'bus',
    name: '校车',
    severity: 'serious',
    owners: ['bus_manager'],
    subs: [
      { id: 'vehicle', name: '车况' },
      { id: 'overload', name: '超员' },
      { id: 'driver', name: '资质' },
      { id: 'attendant', name: '照管' },
      { id: 'doc', name: '证照' },
      { id: 'route', name: '线路站点' },
    ],
  },
  {
    id: 'traffic',
    name: '校门交通',
    severity: 'general',
    owners: ['safety_office'],
    subs: [
      { id: 'jam', name: '拥堵' },
      { id: 'crossing', name: '斑马线标志' },
      { id: 'illegal-vehicle', name: '黑车' },
      { id: 'inside-car', name: '校内车辆' },
      { id: 'speed', name: '超速' },
      { id: 'parking', name: '违停' },
    ],
  },
  {
    id: 'falling',
    name: '坠落与高空',
    severity: 'serious',
    owners: ['facility_lead'],
    subs: [
      { id: 'facade', name: '外墙附着物' },
      { id: 'aircon', name: '外机' },
      { id: 'window-sill', name: '窗台' },
      { id: 'tree', name: '树枝' },
      { id: 'thrown', name: '抛物' },
      { id: 'billboard', name: '标牌' },
    ],
  },
  {
    id: 'drowning',
    name: '溺水与井坑',
    severity: 'serious',
    owners: ['facility_lead'],
    subs: [
      { id: 'pond', name: '水塘' },
      { id: 'cover', name: '井盖' },
      { id: 'pit', name: '坑洞' },
      { id: 'ice', name: '冰面' },
      { id: 'pool', name: '泳池' },
      { id: 'sewer', name: '化粪池' },
    ],
  },
  {
    id: 'dangerous-goods',
    name: '危险物品',
    severity: 'serious',
    owners: ['safety_office'],
    subs: [
      { id: 'knife', name: '刀具' },
      { id: 'firework', name: '烟花爆竹' },
      { id: 'chemical', name: '易燃易爆' },
      { id: 'e-cig', name: '电子烟打火机' },
    ],
  },
  {
    id: 'health',
    name: '卫生防疫',
    severity: 'general',
    owners: ['school_doctor'],
    subs: [
      { id: 'cluster', name: '聚集性症状' },
      { id: 'disinfection', name: '消毒' },
      { id: 'ventilation', name: '通风' },
      { id: 'waste', name: '垃圾' },
      { id: 'medicine', name: '药品管理' },
    ],
  },
  {
    id: 'construction',
    name: '施工作业',
    severity: 'serious',
    owners: ['facility_lead'],
    subs: [
      { id: 'fence', name: '围挡' },
      { id: 'scaffold', name: '脚手架' },
      { id: 'hot-work', name: '动火' },
      { id: 'crossing', name: '人车混行' },
      { id: 'height', name: '高处' },
      { id: 'night', name: '夜间' },
    ],
  },
  {
    id: 'special-equipment',
    name: '特种设备',
    severity: 'serious',
    owners: ['facility_lead'],
    subs: [
      { id: 'elevator', name: '电梯' },
      { id: 'boiler', name: '锅炉' },
      { id: 'pressure', name: '压力容器' },
      { id: 'lift', name: '食梯' },
    ],
  },
  {
    id: 'weather',
    name: '自然灾害',
    severity: 'serious',
    owners: ['facility_lead'],
    subs: [
      { id: 'flood', name: '内涝' },
      { id: 'lightning', name: '防雷' },
      { id: 'wind', name: '大风' },
      { id: 'snow', name: '积雪结冰' },
      { id: 'slope', name: '滑坡' },
      { id: 'heat', name: '高温' },
    ],
  },
  {
    id: 'periphery',
    name: '周边环境',
    severity: 'general',
    owners: ['safety_office'],
    subs: [
      { id: 'entertainment', name: '网吧娱乐' },
      { id: 'stall', name: '摊点食品' },
      { id: 'tobacco', name: '烟酒' },
      { id: 'rental', name: '出租屋' },
      { id: 'noise', name: '噪声' },
      { id: 'pollution', name: '污染' },
      { id: 'river', name: '水域' },
      { id: 'construction', name: '施工' },
    ],
  },
  {
    id: 'conduct',
    name: '行为与秩序',
    severity: 'general',
    owners: ['grade_lead'],
    subs: [
      { id: 'chase', name: '追逐' },
      { id: 'climbing', name: '攀爬' },
      { id: 'supervision', name: '无人看管' },
      { id: 'late', name: '早到晚归' },
      { id: 'fire-play', name: '玩火' },
    ],
  },
  {
    id: 'system',
    name: '制度管理',
    severity: 'general',
    owners: ['safety_office'],
    subs: [
      { id: 'duty', name: '值班缺岗' },
      { id: 'plan', name: '预案过期' },
      { id: 'ledger', name: '台账' },
      { id: 'training', name: '未培训' },
      { id: 'sign', name: '警示标志' },
    ],
  },
];

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
