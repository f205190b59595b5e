import { field, fields } from '../../../cards/fields.ts';
import { filingTemplates } from '../catalogue/index.ts';
import { filingDuties } from './duties.ts';

/** Forms about filings, declared once: card, check and error text. */
export const startForm = fields({
  template: field.singleSelect('参考', {
    options: filingTemplates.map((one) => ({ value: one.id, text: one.name })),
    hint: '可不选',
  }),
});

export const editForm = fields({
  kind: field.singleSelect('类型', {
    required: true,
    options: filingDuties.map((one) => ({ value: one.id, text: one.name })),
  }),
  name: field.text('名称', { required: true, maxLength: 40 }),
  deadline: field.date('文件期限', { required: true, hint: '按今年文件填' }),
  internal: field.date('内部期限', { hint: '不填就提前 3 天' }),
  receiver: field.text('接收方', { required: true, maxLength: 40 }),
  preparer: field.person('谁来办', { hint: '不填由安全办' }),
});

export const reportForm = fields({
  sentOn: field.date('报送日期', { required: true }),
  receipt: field.text('文号或回执', { required: true, maxLength: 60 }),
  files: field.photo('文件', { atLeast: 1 }),
});

export const handForm = fields({ to: field.person('转给谁', { required: true }) });
