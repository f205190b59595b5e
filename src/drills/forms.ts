import { field, fields } from '../../cards/fields.ts';
import { evaluationItems, postOptions, preparationItems, reasonOptions, typeOptions } from './rules.ts';

const choices = (texts: string) => texts.split('|').map((text) => ({ value: text, text }));
/** 节次 and 天气 of the record form (domain/drills.md §6), as short choices. */
const slotOptions = choices('课前|第1节|第2节|大课间|第3节|第4节|第5节|午休|第6节|第7节|第8节|课后服务|晚自习|就寝后');
const weatherOptions = choices('晴|多云|阴|小雨|大雨|雪|雾霾|大风|高温');

/** Every form of drills, declared once: card, check and error text (design.md §4). Counts only, never a student's name. */

export const planForm = fields({
  type: field.singleSelect('类型', { required: true, options: typeOptions }),
  scene: field.text('场景', { maxLength: 40, hint: '如 2号楼3层起火' }),
  at: field.dateTime('时间', { required: true }),
  slot: field.singleSelect('节次', { options: slotOptions }),
  target: field.number('目标用时（秒）', { minimum: 10, maximum: 7_200, hint: '不填按类型给' }),
  commander: field.person('总指挥', { required: true }),
  deputy: field.person('副总指挥'),
  route: field.longText('路线与集合点', { maxLength: 200 }),
  planVersion: field.text('按哪版预案', { maxLength: 30, hint: '如 2025年9月修订版' }),
  announced: field.bool('提前告知师生'),
});

export const postForm = fields({
  role: field.singleSelect('岗位', { required: true, options: postOptions }),
  person: field.person('谁', { required: true }),
  post: field.text('位置', { maxLength: 20, hint: '如 2号楼3层东梯' }),
});

export const partForm = fields({
  name: field.text('范围叫什么', { maxLength: 12, hint: '如 2号楼、宿舍、3号校车' }),
  grades: field.multiSelect('年级'),
  floors: field.multiSelect('楼层'),
  classes: field.multiSelect('班级'),
  places: field.longText('还要点的地方', { maxLength: 400, hint: '一行一处，如 宿舍301、3号校车' }),
});

/** 补录: what the paper says of a drill that was held without the product. */
export const lateForm = fields({
  type: field.singleSelect('类型', { required: true, options: typeOptions }),
  heldAt: field.dateTime('哪天几点演的', { required: true, hint: '照纸质记录填' }),
  commander: field.person('总指挥', { required: true }),
  classes: field.number('参与班数', { required: true, maximum: 999 }),
  expected: field.number('应到', { required: true, maximum: 99_999 }),
  present: field.number('实到', { required: true, maximum: 99_999, hint: '后来找到的也算实到' }),
  seconds: field.number('用时（秒）', { required: true, minimum: 1, maximum: 7_200 }),
  slot: field.singleSelect('节次', { options: slotOptions }),
  weather: field.singleSelect('天气', { options: weatherOptions }),
  planVersion: field.text('按哪版预案', { maxLength: 30 }),
  reason: field.text('为什么没用安园', { required: true, maxLength: 60, hint: '如 断网；不写姓名' }),
});

export const postponeForm = fields({
  at: field.dateTime('改到', { required: true }),
  reason: field.singleSelect('原因', {
    required: true,
    options: ['天气', '考试', '场地', '其他'].map((text) => ({ value: text, text })),
  }),
  note: field.text('说明', { maxLength: 60 }),
});

export const cancelForm = fields({ reason: field.text('为什么取消', { required: true, maxLength: 60 }) });
export const signForm = fields({
  reason: field.longText('为什么可以解除', { required: true, maxLength: 200, hint: '没闭合的班和去向；不写姓名' }),
});

export const countForm = fields({
  expected: field.number('应到', { required: true, maximum: 9_999 }),
  present: field.number('实到', { required: true, maximum: 9_999 }),
  reason: field.singleSelect('差异说明', { options: reasonOptions }),
  resolved: field.bool('已寻获'),
});

/** For whoever stands with a class that is not theirs. */
export const otherForm = fields({
  unit: field.singleSelect('班级', { required: true }),
  all: field.bool('全部到齐'),
  expected: field.number('应到', { maximum: 9_999, hint: '不填按在册' }),
  present: field.number('实到', { maximum: 9_999, hint: '没到齐才填' }),
  reason: field.singleSelect('差异说明', { options: reasonOptions }),
  resolved: field.bool('已寻获'),
});

const items = evaluationItems.map((text) => ({ value: text, text }));
export const evaluationForm = fields({
  five: field.multiSelect('5 分', { options: items }),
  three: field.multiSelect('3 分', { options: items }),
  two: field.multiSelect('2 分', { options: items }),
  one: field.multiSelect('1 分', { options: items }),
  slowest: field.text('最慢楼梯', { required: true, maxLength: 30, hint: '没有就写“无”' }),
  jams: field.number('拥堵次数', { required: true, maximum: 999 }),
  injuries: field.number('受伤不适', { required: true, maximum: 999 }),
  equipment: field.text('设备故障', { maxLength: 60 }),
  weather: field.singleSelect('天气', { options: weatherOptions }),
});

export const findingsForm = fields({
  highlights: field.longText('亮点', { required: true, maxLength: 200 }),
  hazards: field.longText('要整改的问题', { maxLength: 400, hint: '一行一条，每条登记为隐患' }),
  plans: field.longText('要改的预案', { maxLength: 400, hint: '一行一条' }),
  owner: field.person('责任人', { required: true }),
  due: field.date('期限', { required: true }),
  weather: field.singleSelect('天气', { options: weatherOptions }),
  video: field.text('视频存在哪里', { maxLength: 60, hint: '如 办公室电脑“演练”文件夹；没拍不填' }),
});

export const preparationForm = fields({
  lacking: field.multiSelect('缺的项', {
    options: preparationItems.map(({ id, lacks }) => ({ value: id, text: lacks })),
  }),
  where: field.text('在哪里', { maxLength: 40, hint: '有缺项时填' }),
  helpers: field.number('特需协助（对）', { maximum: 99, hint: '已安排 n 对 n，不写是谁' }),
});
