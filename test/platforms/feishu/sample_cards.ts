import { type Card, rich } from '../../../cards/model.ts';
import type { Directory } from '../../../src/platforms/platform.ts';

const BEFORE = 'a'.repeat(64);
const AFTER = 'b'.repeat(64);

/** 王主任 and 张老师 have Feishu, 陈师傅 has not; of the two pictures one is uploaded. */
export const sampleDirectory: Directory = {
  people: new Map([
    [1, 'ou_wang'],
    [2, 'ou_zhang'],
  ]),
  images: new Map([[BEFORE, 'img_v3_before']]),
};

/** Every kind of block. */
export const blocksCard: Card = {
  key: 'hazard.overview',
  title: '待复查：2号楼3层扶手',
  tone: 'due',
  tag: '9月23日止',
  blocks: [
    { kind: 'text', text: rich`请先看照片，**再到现场**。\n复查人写：${'“下端一颗*螺栓*仍松。”'}` },
    { kind: 'text', text: rich`文件期限：${7} 天`, muted: true },
    {
      kind: 'facts',
      facts: [
        { label: '编号', value: 'GS-202509-0012' },
        { label: '整改人', value: '王主任' },
        { label: '措施', value: '换螺栓，\n加固 3 处 <at id=all></at>' },
      ],
    },
    { kind: 'list', items: [rich`0012 ${'2号楼3层扶手'}`, rich`0009 ${'# 男厕地漏\n- 又漏'} **逾期 1 天**`] },
    { kind: 'progress', done: 23, total: 40, label: '班级已报' },
    { kind: 'image', photo: BEFORE, label: '整改前' },
    { kind: 'image', photo: AFTER, label: '整改后' },
    {
      kind: 'chart',
      chart: {
        shape: 'bar',
        points: [
          { label: '9月1日', value: 3, series: '新增' },
          { label: '9月1日', value: 2, series: '销号' },
        ],
        alt: '本周新增 3，销号 2',
      },
    },
    { kind: 'chart', chart: { shape: 'pie', points: [{ label: '消防', value: 4 }], alt: '消防 4' } },
    { kind: 'chart', chart: { shape: 'line', points: [{ label: '周一', value: 1 }], alt: '周一 1' } },
    { kind: 'divider' },
    { kind: 'mention', people: [1, 3] },
  ],
  actions: [
    { label: '提交整改', action: 'hazard.fix', reference: { hazard: 17 }, style: 'primary' },
    { label: '申请延期', action: 'hazard.extension', reference: { hazard: 17 } },
    { label: '不归我管', action: 'hazard.not-mine', reference: { hazard: 17 }, style: 'danger' },
  ],
  summary: '待复查：扶手，9月23日止',
};

/** Every kind of field, each with an initial value. */
export const formCard: Card = {
  key: 'hazard.form',
  title: '请确认：2号楼3层扶手松',
  tone: 'info',
  tag: '待确认',
  blocks: [{ kind: 'text', text: rich`先围挡，别让学生靠。` }],
  form: {
    action: 'hazard.register',
    reference: { draft: 5 },
    revision: 3,
    message: '还差一项：部位 <请选>',
    submit: '登记隐患',
    cancel: { label: '不报了', action: 'hazard.drop', reference: { draft: 5 } },
    fields: [
      { kind: 'longText', name: 'description', label: '描述', required: true, maxLength: 200, initial: '扶手*松*了' },
      { kind: 'text', name: 'spot', label: '具体位置', required: false, maxLength: 60, hint: '如 3 层西侧' },
      { kind: 'number', name: 'cost', label: '费用', required: false, minimum: 0, maximum: 9999, initial: 120 },
      {
        kind: 'singleSelect',
        name: 'severity',
        label: '建议等级',
        required: true,
        options: [
          { value: 'general', text: '一般' },
          { value: 'larger', text: '较大' },
        ],
        initial: 'larger',
      },
      {
        kind: 'multiSelect',
        name: 'measures',
        label: '临时管控',
        required: false,
        options: [
          { value: 'fence', text: '围挡' },
          { value: 'sign', text: '警示牌' },
        ],
        initial: ['fence', 'gone'],
      },
      {
        kind: 'person',
        name: 'owner',
        label: '责任人',
        required: true,
        candidates: [
          { person: 1, name: '王主任' },
          { person: 2, name: '张老师' },
        ],
        initial: 1,
      },
      {
        kind: 'person',
        name: 'helper',
        label: '协助人',
        required: false,
        candidates: [
          { person: 1, name: '王主任' },
          { person: 3, name: '陈师傅' },
        ],
        initial: 3,
      },
      { kind: 'date', name: 'due', label: '期限', required: true, initial: '2025-09-25' },
      { kind: 'time', name: 'at', label: '时间', required: false, initial: '12:20' },
      { kind: 'dateTime', name: 'seen', label: '发现时间', required: false, initial: '2025-09-18 10:20' },
      { kind: 'bool', name: 'stopped', label: '已停用', required: false, initial: true },
      { kind: 'photo', name: 'photos', label: '照片', required: true, count: 0, atLeast: 1 },
    ],
  },
  actions: [],
};

/** The same form before anybody entered anything. */
export const emptyFormCard: Card = {
  ...formCard,
  key: 'hazard.form-empty',
  form: {
    action: 'hazard.register',
    revision: 1,
    submit: '登记隐患',
    fields: [
      { kind: 'text', name: 'spot', label: '具体位置', required: false, maxLength: 60 },
      { kind: 'number', name: 'cost', label: '费用', required: true, minimum: 0, maximum: 9999 },
      { kind: 'person', name: 'owner', label: '责任人', required: true, candidates: [{ person: 1, name: '王主任' }] },
      { kind: 'person', name: 'nobody', label: '协助人', required: false, candidates: [] },
      { kind: 'date', name: 'due', label: '期限', required: true, initial: '下周五' },
      { kind: 'bool', name: 'stopped', label: '已停用', required: false },
      { kind: 'photo', name: 'photos', label: '照片', required: false, count: 2, atLeast: 1, hint: '直接发到这里' },
    ],
  },
};
