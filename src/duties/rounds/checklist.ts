/** The checklist of domain/hazards.md §7, in its order. Data, not code. */
export interface ChecklistItem {
  readonly id: string;
  /** Place kind (domain/hazards.md §1). */
  readonly place: string;
  /** What is in order; anything else is a problem. */
  readonly text: string;
  readonly category: string;
  readonly sub: string;
  /** What a problem is taken for until somebody decides. */
  readonly severity: 'general' | 'serious' | 'major_candidate';
  /** ★: a problem is compared with the criteria of major hazards. */
  readonly major: boolean;
}

type Row = readonly [
  id: string,
  place: string,
  text: string,
  kind: `${string}/${string}`,
  severity: ChecklistItem['severity'],
  major: boolean,
];

// biome-ignore format: one item a line, as in the document
const rows: readonly Row[] = [
  ['c01', 'teaching-building', '墙体、梁柱无新裂缝、空鼓、露筋', 'building/structure', 'serious', true],
  ['c02', 'teaching-building', '走廊外廊护栏≥1.1m、无松动、无可踏面', 'building/railing', 'serious', false],
  ['c03', 'teaching-building', '吊顶、灯具、投影、音箱固定牢', 'building/ceiling', 'serious', false],
  ['c04', 'teaching-building', '疏散走道无杂物、柜子、自行车', 'fire/exit-blocked', 'serious', true],
  ['c05', 'teaching-building', '安全出口上课期间不锁闭、推门可开', 'fire/exit-blocked', 'major_candidate', true],
  ['c06', 'teaching-building', '窗户无破损、开启限位有效', 'building/door-window', 'serious', false],
  ['c07', 'teaching-building', '饮水机、热水器漏电保护正常', 'electric/leakage', 'serious', false],
  ['c08', 'stairs', '踏步防滑完好、无缺损、照明足', 'stampede/light', 'serious', false],
  ['c09', 'stairs', '扶手牢固、中间扶手到位', 'building/railing', 'serious', false],
  ['c10', 'stairs', '高峰有教师值守、左右行标志', 'stampede/order', 'general', false],
  ['c11', 'stairs', '楼梯下方不堆物不作仓库', 'fire/exit-blocked', 'serious', false],
  ['c12', 'toilet', '地面干燥、防滑垫、无漏水', 'building/floor', 'general', false],
  ['c13', 'toilet', '隔断稳固、洗手池固定、无尖角', 'building/structure', 'general', false],
  ['c14', 'toilet', '电热水、灯线防水', 'electric/leakage', 'serious', false],
  ['c15', 'dorm', '上铺护栏≥规定高度、床架焊点牢', 'dorm/bunk', 'serious', false],
  ['c16', 'dorm', '无违规电器、无私拉、床头无插座串接', 'dorm/illegal-power', 'serious', false],
  ['c17', 'dorm', '夜间疏散门可从内开启，窗无封死铁栅', 'fire/exit-blocked', 'major_candidate', true],
  ['c18', 'dorm', '独立烟感/火灾报警有效', 'fire/alarm', 'major_candidate', true],
  ['c19', 'dorm', '值班室 24 小时有人，名册与人数一致', 'system/duty', 'serious', false],
  ['c20', 'dorm', '无燃煤炉、无密闭取暖', 'water-gas-heat/co', 'major_candidate', true],
  ['c21', 'canteen', '许可证、健康证有效并公示', 'food/license', 'serious', true],
  ['c22', 'canteen', '留样≥125g、48 小时、标签全', 'food/sample', 'general', false],
  ['c23', 'canteen', '燃气管阀无泄漏、报警器有效、用后关总阀', 'water-gas-heat/gas', 'major_candidate', true],
  ['c24', 'canteen', '油烟道定期清洗有记录', 'fire/flammable', 'serious', false],
  ['c25', 'canteen', '生熟分开、防鼠防蝇、无过期', 'food/expired', 'serious', false],
  ['c26', 'canteen', '晨检、陪餐记录齐', 'food/staff-health', 'general', false],
  ['c27', 'lab', '危化品双人双锁、台账账物相符', 'lab/chemical', 'serious', true],
  ['c28', 'lab', '通风橱、洗眼器、喷淋可用', 'lab/exhaust', 'serious', false],
  ['c29', 'lab', '废液分类标签、不倒下水', 'lab/waste', 'serious', false],
  ['c30', 'lab', '灭火毯、沙箱在位', 'fire/equipment', 'general', false],
  ['c31', 'computer-room', '多孔插排不串接、下班断电', 'electric/overload', 'general', false],
  ['c32', 'computer-room', '报告厅/图书馆出口通畅', 'fire/exit-blocked', 'serious', true],
  ['c33', 'playground', '足球门有固定防倾、篮架螺栓紧', 'sports/goal', 'serious', false],
  ['c34', 'playground', '单双杠、云梯无锈断、落地垫完好', 'sports/bar', 'serious', false],
  ['c35', 'playground', '跑道无坑洼、井盖齐平', 'sports/ground', 'general', false],
  ['c36', 'playground', '看台栏杆稳固', 'building/railing', 'serious', false],
  ['c37', 'kids-facility', '滑梯无毛刺松动、软垫无缺口', 'sports/toy', 'serious', false],
  ['c38', 'kids-facility', '活动室圆角防撞、药品清洁剂高处上锁', 'conduct/supervision', 'general', false],
  ['c39', 'kids-facility', '插座加盖、午睡有人巡', 'electric/socket', 'general', false],
  ['c40', 'wall', '无豁口、无可攀物、无倾斜', 'security/wall-gap', 'serious', false],
  ['c41', 'wall', '刺网警示、夜间照明有效', 'security/wall-gap', 'general', false],
  ['c42', 'gate', '门卫 24 小时在岗、交接有签', 'gate/unmanned', 'serious', false],
  ['c43', 'gate', '访客登记、身份核、离校销号', 'gate/unregistered', 'general', false],
  ['c44', 'gate', '防冲撞设施在位可升降', 'security/collision', 'serious', false],
  ['c45', 'gate', '护卫器械齐全够得着', 'security/gear', 'general', false],
  ['c46', 'gate', '一键报警灯亮、按压可达', 'security/panic-button', 'serious', false],
  ['c47', 'gate', '护导、护学岗按时', 'system/duty', 'general', false],
  ['c48', 'gate-road', '斑马线、警示、减速带清晰', 'traffic/crossing', 'general', false],
  ['c49', 'gate-road', '无违停黑车占道', 'traffic/illegal-vehicle', 'general', false],
  ['c50', 'bus', '车辆检验、许可、保险有效', 'bus/doc', 'major_candidate', true],
  ['c51', 'bus', '灭火器、安全锤、逃生门有效', 'bus/vehicle', 'serious', false],
  ['c52', 'bus', '不超员、系带、照管员随车', 'bus/overload', 'major_candidate', true],
  ['c53', 'power-room', '门锁、警示、绝缘垫、挡鼠板', 'electric/wiring', 'general', false],
  ['c54', 'power-room', '无积水无堆物、温度正常', 'electric/outdoor', 'serious', false],
  ['c55', 'power-room', '配电箱关闭、漏保按钮可跳', 'electric/leakage', 'serious', false],
  ['c56', 'fire-facility', '灭火器压力绿区、在期、不上锁', 'fire/equipment', 'general', false],
  ['c57', 'fire-facility', '消火栓有水、带枪齐、箱前无物', 'fire/equipment', 'serious', false],
  ['c58', 'fire-facility', '应急灯指示灯断电可亮', 'fire/light-sign', 'general', false],
  ['c59', 'fire-facility', '自动报警主机无故障无屏蔽、值守双人', 'fire/alarm', 'major_candidate', true],
  ['c60', 'fire-facility', '防火门常闭、闭门器有效', 'fire/fire-door', 'general', false],
  ['c61', 'boiler-gas', '锅炉登记检验、司炉持证', 'special-equipment/boiler', 'serious', true],
  ['c62', 'boiler-gas', '液化气瓶与明火距离、瓶检合格', 'water-gas-heat/gas', 'serious', false],
  ['c63', 'roof-outer', '外墙瓷砖、窗、空调架无松脱', 'falling/facade', 'serious', false],
  ['c64', 'roof-outer', '天台门锁闭、护栏高度够', 'falling/window-sill', 'serious', false],
  ['c65', 'roof-outer', '排水口通畅、屋面无积水', 'weather/flood', 'general', false],
  ['c66', 'water-area', '水塘围栏、警示、救生圈', 'drowning/pond', 'serious', false],
  ['c67', 'water-area', '井盖齐全防坠网', 'drowning/cover', 'serious', false],
  ['c68', 'tree-green', '枯枝、倾斜、蜂巢处理', 'falling/tree', 'general', false],
  ['c69', 'construction-site', '围挡封闭、与学生分流、动火审批', 'construction/hot-work', 'serious', true],
  ['c70', 'construction-site', '高处作业、吊装避开上下课', 'construction/height', 'serious', false],
  ['c71', 'parking', '电动车不入楼、充电有防火分隔', 'fire/flammable', 'major_candidate', true],
  ['c72', 'parking', '校内人车分流、限速', 'traffic/inside-car', 'general', false],
  ['c73', 'periphery', '200 米内无网吧、娱乐、彩票违规', 'periphery/entertainment', 'general', false],
  ['c74', 'periphery', '校门摊点、三无食品', 'periphery/stall', 'general', false],
  ['c75', 'periphery', '周边水域警示与巡护', 'periphery/river', 'general', false],
  ['c76', 'school-wide', '值班表、预案、联络电话有效', 'system/plan', 'general', false],
  ['c77', 'school-wide', '视频在线率与存储天数', 'security/cctv', 'serious', false],
  ['c78', 'school-wide', '保安持证、培训、器械训练', 'system/training', 'general', false],
  ['c79', 'school-wide', '急救箱、AED、物资在期', 'health/medicine', 'general', false],
  ['c80', 'school-wide', '防雷接地年检', 'weather/lightning', 'serious', false],
  ['c81', 'classroom', '黑板、灯、吊扇、柜体固定', 'electric/fixture', 'serious', false],
  ['c82', 'classroom', '插座完好、无裸线、用电无串接', 'electric/socket', 'serious', false],
  ['c83', 'classroom', '前后门均可开、课桌间通道够宽', 'stampede/obstacle', 'general', false],
  ['c84', 'classroom', '因病缺课与通风消毒记录', 'health/ventilation', 'general', false],
];

export const checklist: readonly ChecklistItem[] = rows.map(([id, place, text, kind, severity, major]) => {
  const [category = '', sub = ''] = kind.split('/');
  return { id, place, text, category, sub, severity, major };
});

const byId: ReadonlyMap<string, ChecklistItem> = new Map(checklist.map((item) => [item.id, item]));

/** An item of the checklist; undefined for an id it does not have. */
export const checklistItem = (id: string): ChecklistItem | undefined => byId.get(id);
