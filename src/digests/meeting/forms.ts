import { field, fields } from '../../../cards/fields.ts';

/** Letters of a line put on the agenda. */
export const ENTRY_LETTERS = 40;

/** Every form of the meeting, declared once: card, check and error text (design.md §4). */
export const decideForm = fields({
  decisions: field.longText('决定', { required: true, maxLength: 400, hint: '一行一条，写定了什么' }),
});

export const assignForm = fields({
  text: field.text('事项', { required: true, maxLength: 60, hint: '如 换2号楼扶手螺栓' }),
  owner: field.person('谁办', { required: true }),
  due: field.date('哪天前', { required: true }),
});

export const removeForm = fields({ lines: field.multiSelect('删哪几条', { required: true }) });

export const putForm = fields({
  rows: field.multiSelect('列哪几项'),
  words: field.text('另写一项', { maxLength: ENTRY_LETTERS, hint: '如 北门放学错峰' }),
});

export const takeOffForm = fields({ entries: field.multiSelect('撤下哪几项', { required: true }) });

export const sendBackForm = fields({ reason: field.text('要补什么', { required: true, maxLength: 60 }) });

export const lateForm = fields({
  heldAt: field.dateTime('开会时间', { required: true }),
  attendees: field.longText('到会', { required: true, maxLength: 200, hint: '写姓名或岗位' }),
  decisions: field.longText('决定', { required: true, maxLength: 400, hint: '一行一条' }),
});

export const notHeldForm = fields({
  reason: field.singleSelect('原因', {
    required: true,
    options: ['放假停课', '考试', '外出或培训', '合并到其他会议', '其他'].map((text) => ({ value: text, text })),
  }),
  note: field.text('说明', { maxLength: 60 }),
});
