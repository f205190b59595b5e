/**
 * Places and what they are called (domain/hazards.md §1, much widened). A line: place | rank | words. In one message the
 * higher rank names the place better (教学楼的楼梯 is the stairs); among equals the one nearest to the thing wins.
 */
export const PLACES = `
classroom | 5 | 教室 班里 班上 讲台 班级 教室里 班教室 课室
classroom | 2 | 黑板 课桌 座位
teaching-building | 4 | 教学楼 实验楼 实训楼 走廊 连廊 楼道 办公楼 综合楼 行政楼 办公室 教务处 教研室 外廊 门厅 过道 大厅 逸夫楼 博学楼 图文楼 教室门口 班门口 教室外 楼内 楼层 走道 会议室 校长室 德育处 政教处 总务处 架空层 天井 中庭 廊道 主楼 党员活动室 开水间 水房 茶水间 开水房 值班室 储物间 打印室 文印室 心理室 咨询室 保健室 阅览角 国学楼 致远楼 明德楼 东楼 西楼 南楼 北楼 教师休息室 初中楼 高中楼 小学楼 高一楼 高二楼 高三楼 初三楼 初二楼 初一楼 玄关 前厅
stairs | 7 | 楼梯 楼梯口 楼梯间 台阶 拐角平台 楼梯拐角 楼梯转角 楼梯下 楼梯底下 梯间 踏步 转角平台 梯道 楼梯平台 楼梯井 步梯 扶手 楼梯扶手
toilet | 8 | 厕所 洗手间 卫生间 男厕 女厕 茅房 茅厕 公厕 便池 蹲坑 洗手台 盥洗室 洗漱间 小便池 马桶 洗手池 旱厕 男卫 女卫 盥洗间 厕位
dorm | 7 | 宿舍 寝室 床铺 宿管室 宿舍楼 公寓 学生公寓 宿管 上铺 下铺 女寝 男寝 女生楼 男生楼 寝楼 生活区 女宿 男宿 寝 床位 宿管站 洗衣房 宿管值班室 午休宿舍
canteen | 7 | 洗碗池 食堂 厨房 后厨 饭堂 餐厅 灶台 蒸饭间 打饭口 打饭窗口 小卖窗口 售卖窗口 切配间 备餐间 冷库 粗加工间 洗碗间 配餐间 操作间 面点间 售饭口 灶上 饭厅 食堂仓库 打菜窗口 凉菜间 餐厅里 师生餐厅 小灶 面案 烹饪间 分餐间 学生餐厅 教工餐厅 膳食 伙房
lab | 8 | 实验室 化学室 药品柜 准备室 实验台 生物室 物理室 化学准备室 药品室 仪器室 实训车间 实训室 实训 车间 科学室 通用技术教室 劳技室 焊工间 汽修 钳工 危化品柜 危化品库 通风橱 试剂柜 实验课 科学教室 劳动教室 木工坊 创客 危化柜 理化生
computer-room | 8 | 机房 微机室 音乐室 舞蹈室 图书馆 图书室 报告厅 音乐教室 舞蹈教室 美术室 美术教室 计算机房 电脑室 计算机教室 多功能厅 阶梯教室 录播室 书法室 阅览室 琴房 礼堂 演播厅 电教室 书法教室 画室 多媒体教室 功能室 功能教室 剧场 放映厅 微机房 广播室 练功房 电脑房 合唱室 机器人教室 信息教室 陶艺室 大会议厅 藏书室 阅览 学术厅 大礼堂 小剧场 排练厅
playground | 7 | 操场 跑道 篮球场 单双杠 球门 沙坑 足球场 看台 体育馆 主席台 司令台 云梯 单杠 双杠 球场 运动场 升旗台 体育场 田径场 体育器材室 器材室 乒乓球台 篮球架 篮板 风雨操场 排球场 羽毛球场 球馆 羽毛球馆 跳远坑 草坪 旗台 健身区 健身器材 观众席 篮球馆 乒乓球室 跆拳道馆 体育组 升旗 旗杆 攀岩墙 轮滑场
kids-facility | 8 | 滑梯 攀爬架 活动室 午睡室 滑滑梯 秋千 跷跷板 蹦床 淘气堡 幼儿园 大型玩具 攀登架 睡眠室 寝室里午睡 小班 中班 大班 托班 小小班 幼儿部 摇马 沙水池 小一班 小二班 小三班 中一班 中二班 中三班 大一班 大二班 大三班 感统室 海洋球池 荡桥
wall | 3.8 | 后墙 东墙 西墙 北墙 南墙
wall | 7 | 围墙 栅栏 铁丝网 院墙 墙头 围栏外 周界 铁栅栏 刺网  墙根底下 围墙根 铁围栏 篱笆 围网
gate | 6 | 校门 大门 门卫室 传达室 门岗 岗亭 保安室 校门口 大门口 门卫 伸缩门 北门 南门 东门 西门 正门 学校门口 保安亭 值守岗 道闸 后门岗 侧校门 访客 门房 警卫室 校大门 东大门 西大门 南大门 北大门 学校后门 学校侧门 学校大门 人行闸 校园大门 侧大门
gate | 3.5 | 门口
gate | 1 | 保安 后门 侧门
gate-road | 6 | 门前路 斑马线 路口 家长等候区 等候区 门口马路 校门外 马路 校门前 门前马路 人行道 红绿灯 校外路 公交站 减速带 接送区 门口的路 校门口马路 门前那条路 国道 门口那条路 人行横道 校前路 十字路口 大马路 非机动车道 校门外的路 天桥 接送点
bus | 7 | 校车 班车 站点 接送车 校巴 车厢 照管员 跟车老师
power-room | 9 | 配电房 配电室 配电箱 电闸 配电柜 强电井 总配电 电房 配电间 弱电井 电井 变压器房 变电所 发电机房 电箱 电闸箱 箱变
power-room | 1 | 插座 线路 电线
fire-facility | 3 | 灭火器 消火栓 消防栓 烟感 应急灯 消控室 消防控制室 喷淋 消防主机 消防水箱 消防泵房 消防水池 消火栓箱 消防栓箱 微型消防站 水泵房 消防器材 报警主机 室外栓 消防泵 水泵接合器 消防柜 消防箱 火灾报警
fire-facility | 2 | 疏散通道 消防通道 安全出口 疏散门
boiler-gas | 7 | 锅炉房 锅炉 茶炉房 燃气间 气瓶间 换热站 调压箱 调压站 气瓶房 煤气房 燃气调压箱 热力站
boiler-gas | 2 | 煤气 天然气 液化气 暖气 燃气 煤气罐 暖气片
roof-outer | 4.5 | 屋顶 房顶
roof-outer | 9 | 天台 外墙 楼顶 屋面 幕墙 檐口 女儿墙 屋檐 雨棚 外立面 雨搭
roof-outer | 2 | 瓷砖 广告牌 空调外机 外机
water-area | 9 | 水塘 河边 喷泉 池塘 荷花池 泳池 游泳池 景观池 人工湖 荷塘 游泳馆 湖边 戏水池 塘边 鱼池 水池边 化粪池 水渠 喷水池 景观湖 鱼塘 蓄水池
water-area | 2 | 井盖 窨井 雨水井 污水井 结冰 窨井盖 水池 检查井
tree-green | 7 | 花坛 绿化带 小树林 小花园 草丛 苗圃 花园 树林 菜园 种植园 绿地 小菜园
tree-green | 2 | 大树 树枝 蜂窝 树 蜂巢 树上
construction-site | 9 | 工地 脚手架 围挡 施工区 施工现场 基坑 施工围挡
construction-site | 1 | 施工 施工队
parking | 7 | 车棚 充电桩 停车场 车库 停车位 地下车库 自行车棚 电动车棚 地库 停车棚 单车棚 充电棚 充电柜 充电区
periphery | 2 | 学校周边 学校旁边 学校附近 学校后面 学校外面 学校后头 周边 墙外
periphery | 6 | 网吧 小卖部 摊点 出租屋 河道 ktv 学校对面 隔壁工厂 马路对面 村口 水库 河里 隔壁厂
parking | 2 | 电动车 电瓶车 电动自行车
periphery | 2 | 校外
school-wide | 5 | 医务室 校医室 监控室 卫生室
school-wide | 1 | 制度 预案 台账 值班表
`;

/** Where a kind of hazard is when the message names no place; `!` where it is whatever else is named (labelling rules 2 and 3). */
export const HOME_OF: Readonly<Record<string, string>> = {
  'falling/facade': '!roof-outer',
  'falling/aircon': '!roof-outer',
  'falling/tree': '!tree-green',
  'building/leak': '',
  'building/railing': '',
  'construction/fence': '!construction-site',
  'construction/scaffold': '!construction-site',
  'construction/hot-work': '!construction-site',
  'construction/crossing': '!construction-site',
  'construction/height': '!construction-site',
  'construction/night': '!construction-site',
  'periphery/entertainment': '!periphery',
  'periphery/stall': '!periphery',
  'periphery/tobacco': '!periphery',
  'periphery/rental': '!periphery',
  'periphery/noise': '!periphery',
  'periphery/pollution': '!periphery',
  'periphery/river': '!periphery',
  'periphery/construction': '!periphery',
  'bus/vehicle': '!bus',
  'bus/overload': '!bus',
  'bus/driver': '!bus',
  'bus/attendant': '!bus',
  'bus/doc': '!bus',
  'bus/route': '!bus',
  'traffic/jam': '!gate-road',
  'traffic/crossing': '!gate-road',
  'traffic/illegal-vehicle': '!gate-road',
  'traffic/speed': '!gate-road',
  'traffic/parking': 'gate-road',
  'traffic/inside-car': 'parking',
  'weather/lightning': 'roof-outer',
  'weather/slope': '',
  'weather/flood': '',
  'weather/snow': '',
  'weather/wind': '',
  'weather/heat': '',
  'building/retaining': 'wall',
  'building/structure': '',
  'drowning/pond': 'water-area',
  'drowning/ice': 'water-area',
  'drowning/pool': '!water-area',
  'sports/water-pool': '!water-area',
  'drowning/sewer': '!water-area',
  'drowning/cover': 'water-area',
  'drowning/pit': '',
  'food/expired': 'canteen',
  'food/sample': 'canteen',
  'food/staff-health': 'canteen',
  'food/pest': 'canteen',
  'food/cross': 'canteen',
  'food/license': 'canteen',
  'food/water-quality': '',
  'lab/chemical': 'lab',
  'lab/exhaust': 'lab',
  'lab/equipment': 'lab',
  'lab/waste': 'lab',
  'lab/key': 'lab',
  'sports/goal': 'playground',
  'sports/bar': 'playground',
  'sports/ground': 'playground',
  'sports/toy': 'kids-facility',
  'dorm/bunk': 'dorm',
  'dorm/illegal-power': 'dorm',
  'dorm/overcrowd': 'dorm',
  'dorm/lock': 'dorm',
  'dorm/ventilation': 'dorm',
  'stampede/crowd': '',
  'stampede/order': 'stairs',
  'stampede/stair-width': '',
  'stampede/obstacle': 'classroom',
  'stampede/light': '',
  'gate/stranger': 'gate',
  'gate/unmanned': 'gate',
  'gate/unregistered': 'gate',
  'gate/door-fault': 'gate',
  'gate/handover': 'gate',
  'security/cctv': 'school-wide',
  'security/panic-button': 'gate',
  'security/intrusion': 'wall',
  'security/collision': 'gate',
  'security/gear': 'gate',
  'security/wall-gap': 'wall',
  'fire/exit-blocked': '',
  'fire/equipment': 'fire-facility',
  'fire/alarm': 'fire-facility',
  'fire/light-sign': 'fire-facility',
  'fire/flammable': '',
  'fire/fire-door': 'fire-facility',
  'fire/hot-work': '',
  'electric/wiring': '',
  'electric/overload': '',
  'electric/leakage': '',
  'electric/socket': '',
  'electric/fixture': '',
  'electric/outdoor': '',
  'water-gas-heat/gas': 'boiler-gas',
  'water-gas-heat/co': 'boiler-gas',
  'water-gas-heat/boiler': 'boiler-gas',
  'water-gas-heat/heating': 'boiler-gas',
  'water-gas-heat/water-supply': 'water-area',
  'water-gas-heat/drain': '',
  'special-equipment/boiler': 'boiler-gas',
  'special-equipment/elevator': '',
  'special-equipment/lift': 'canteen',
  'special-equipment/pressure': '',
  'dangerous-goods/knife': '',
  'dangerous-goods/firework': '',
  'dangerous-goods/chemical': '',
  'dangerous-goods/e-cig': '',
  'health/cluster': '',
  'health/disinfection': 'canteen',
  'health/ventilation': '',
  'health/waste': '',
  'health/medicine': 'school-wide',
  'conduct/chase': '',
  'conduct/climbing': 'wall',
  'conduct/supervision': '',
  'conduct/late': 'gate',
  'conduct/fire-play': '',
  'system/duty': 'school-wide',
  'system/plan': 'school-wide',
  'system/ledger': 'school-wide',
  'system/training': 'school-wide',
  'system/sign': 'school-wide',
};
