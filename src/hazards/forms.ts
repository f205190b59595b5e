import { field, fields } from '../../cards/fields.ts';
import { placeOptions } from './taxonomy.ts';

/** Every form of the hazard loop, declared once: card, check, ledger column and error text (design.md §4). */

const severityOptions = [
  { value: 'general', text: '一般' },
  { value: 'serious', text: '较大' },
  { value: 'major_candidate', text: '疑似重大' },
];

export const reportForm = fields({
  /** Shown only to somebody who works at several schools. */
  school: field.singleSelect('学校'),
  description: field.longText('描述', { required: true, maxLength: 500 }),
  place: field.singleSelect('部位', { required: true, options: placeOptions }),
  detail: field.text('具体位置', { required: true, maxLength: 40 }),
  category: field.singleSelect('类别', { required: true }),
  severity: field.singleSelect('建议等级', { options: severityOptions }),
  photos: field.photo('照片'),
});

export const triageForm = fields({
  category: field.singleSelect('类别', { required: true }),
  severity: field.singleSelect('等级', { required: true }),
  owner: field.person('责任人', { required: true }),
  leader: field.person('责任领导', { required: true }),
  due: field.date('期限', { required: true }),
  requirement: field.text('整改要求', { maxLength: 100 }),
  interim: field.text('临时管控', { maxLength: 100 }),
  reason: field.text('理由', { maxLength: 100, hint: '改等级时必填' }),
});

export const rectifyForm = fields({
  measure: field.longText('整改措施', { required: true }),
  cost: field.number('费用（元）', { maximum: 10_000_000 }),
  photos: field.photo('整改后照片', { required: true, atLeast: 1 }),
});

export const recheckForm = fields({
  result: field.singleSelect('结果', {
    required: true,
    options: [
      { value: 'passed', text: '合格销号' },
      { value: 'sent_back', text: '退回再改' },
    ],
  }),
  reason: field.text('退回原因', { maxLength: 100, hint: '退回时必填' }),
  photos: field.photo('复查照片'),
});

export const extensionForm = fields({
  until: field.date('新期限', { required: true }),
  reason: field.singleSelect('原因', {
    required: true,
    options: ['缺配件', '等外部施工', '等经费', '其他'].map((text) => ({ value: text, text })),
  }),
  interim: field.text('延期间管控', { required: true, maxLength: 100 }),
});

export const reasonForm = fields({ reason: field.longText('理由', { required: true }) });
export const basisForm = fields({ basis: field.longText('认定依据', { required: true }) });
export const supplementForm = fields({
  words: field.longText('补充情况', { required: true, maxLength: 500 }),
  photos: field.photo('照片'),
});
export const mergeForm = fields({
  into: field.singleSelect('并入哪一条', { required: true }),
  reason: field.text('说明', { maxLength: 100 }),
});
export const transferForm = fields({
  to: field.singleSelect('转给谁', {
    required: true,
    options: ['派出所', '交警', '城管', '市场监管', '消防', '街道（镇）', '供电', '其他'].map((text) => ({
      value: text,
      text,
    })),
  }),
  reason: field.longText('说明', { required: true }),
});
export const promiseForm = fields({
  on: field.date('预计日期', { required: true }),
  stuck: field.singleSelect('卡在哪', {
    options: ['缺配件', '等外部施工', '等经费', '要别的部门配合', '其他'].map((text) => ({ value: text, text })),
  }),
});
export const reassignForm = fields({
  owner: field.person('新责任人', { required: true }),
  reason: field.text('说明', { maxLength: 100 }),
});
export const listForm = fields({
  supervisor: field.person('督办人', { required: true }),
  deadline: field.date('督办期限', { required: true }),
  note: field.text('要求', { maxLength: 100 }),
});
export const receiptForm = fields({
  receipt: field.longText('外部回执', { required: true, hint: '哪个部门、什么结论、哪天' }),
});
export const authorityForm = fields({
  to: field.multiSelect('报给谁', {
    required: true,
    options: ['教育局', '属地政府', '消防', '住建', '市场监管', '公安'].map((text) => ({ value: text, text })),
  }),
  at: field.dateTime('报送时间', { required: true }),
  number: field.text('文号或接收人', { maxLength: 60 }),
});
export const recheckerForm = fields({ rechecker: field.person('复查人', { required: true }) });
export const photoChoiceForm = fields({ which: field.singleSelect('附到哪一条', { required: true }) });
