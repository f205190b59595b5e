/** Names of the place kinds of domain/hazards.md §1, shared by hazards and duties. */
const names: Readonly<Record<string, string>> = {
  classroom: '教室',
  'teaching-building': '教学楼',
  stairs: '楼梯',
  toilet: '厕所',
  dorm: '宿舍',
  canteen: '食堂',
  lab: '实验室',
  'computer-room': '功能教室',
  playground: '操场',
  'kids-facility': '幼儿活动区',
  wall: '围墙周界',
  gate: '校门',
  'gate-road': '校门道路',
  bus: '校车',
  'power-room': '配电与用电',
  'fire-facility': '消防设施',
  'boiler-gas': '锅炉燃气供暖',
  'roof-outer': '屋顶外墙',
  'water-area': '水域与井盖',
  'tree-green': '树木绿化',
  'construction-site': '施工区域',
  parking: '停车与充电',
  periphery: '学校周边',
  'school-wide': '全校',
};

export const placeKindName = (id: string): string => names[id] ?? id;
