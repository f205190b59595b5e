import { field, fields } from '../../../cards/fields.ts';

/** The owner of an action item asks for a later date. */
export const moreTimeForm = fields({
  due: field.date('改到', { required: true }),
  reason: field.text('原因', { required: true, maxLength: 60 }),
});
