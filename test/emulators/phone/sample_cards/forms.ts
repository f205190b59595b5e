/** Cards with fields: every kind of them in a form, and some outside one. */
import { callback, card, markdown, option, plain } from './parts.ts';

export const formCard = card(
  '请确认：2号楼3层扶手松',
  'blue',
  ['待确认', 'blue'],
  [
    markdown('先围挡，别让学生靠。以下按原话填好，看一眼再点。'),
    {
      tag: 'form',
      name: 'hazard_form',
      vertical_spacing: '12px',
      elements: [
        {
          tag: 'input',
          name: 'description',
          required: true,
          label: plain('描述'),
          input_type: 'multiline_text',
          rows: 2,
          max_length: 200,
          default_value: '2号楼3层扶手松了',
        },
        markdown("**部位** <font color='red'>*</font>"),
        {
          tag: 'select_static',
          name: 'place',
          required: true,
          placeholder: plain('请选择'),
          options: [option('stairs', '楼梯'), option('corridor', '走廊'), option('canteen', '食堂')],
          initial_option: 'stairs',
        },
        {
          tag: 'input',
          name: 'spot',
          required: true,
          label: plain('具体位置'),
          placeholder: plain('如 2号楼3层西侧'),
          max_length: 40,
        },
        markdown('**关联类别**'),
        {
          tag: 'multi_select_static',
          name: 'kinds',
          placeholder: plain('可多选'),
          options: [option('rail', '栏杆扶手'), option('floor', '地面湿滑'), option('light', '照明')],
          selected_values: ['rail'],
        },
        markdown('**责任人**'),
        {
          tag: 'select_person',
          name: 'owner',
          placeholder: plain('选一位'),
          options: [{ value: 'ou_chen' }, { value: 'ou_zhao' }],
        },
        markdown('**抄送**'),
        {
          tag: 'multi_select_person',
          name: 'copies',
          placeholder: plain('可不选'),
          options: [{ value: 'ou_wang' }, { value: 'ou_sun' }],
        },
        markdown('**期限**'),
        {
          tag: 'column_set',
          flex_mode: 'none',
          columns: [
            {
              tag: 'column',
              width: 'weighted',
              weight: 3,
              elements: [{ tag: 'date_picker', name: 'due', placeholder: plain('选日期'), initial_date: '2025-09-25' }],
            },
            {
              tag: 'column',
              width: 'weighted',
              weight: 2,
              elements: [{ tag: 'picker_time', name: 'due_time', placeholder: plain('选时间') }],
            },
          ],
        },
        { tag: 'picker_datetime', name: 'visit', placeholder: plain('现场勘查时间') },
        { tag: 'checker', name: 'seen', text: plain('本人到场看过'), checked: false },
        {
          tag: 'column_set',
          flex_mode: 'none',
          columns: [
            {
              tag: 'column',
              width: 'weighted',
              weight: 1,
              elements: [
                {
                  tag: 'button',
                  name: 'submit_hazard',
                  text: plain('登记隐患'),
                  type: 'primary',
                  width: 'fill',
                  form_action_type: 'submit',
                  behaviors: callback('register'),
                },
              ],
            },
            {
              tag: 'column',
              width: 'weighted',
              weight: 1,
              elements: [
                { tag: 'button', name: 'reset_hazard', text: plain('重填'), width: 'fill', form_action_type: 'reset' },
              ],
            },
          ],
        },
      ],
    },
    { tag: 'button', text: plain('不报了'), type: 'text', behaviors: callback('cancel') },
  ],
);
export const looseFieldsCard = card(
  '今日请讲：雨天过马路',
  'blue',
  ['9月18日 周四', 'blue'],
  [
    {
      tag: 'select_static',
      name: 'lesson',
      placeholder: plain('换讲一条'),
      options: [option('rain', '雨天过马路'), option('stairs', '楼梯靠右走')],
      behaviors: callback('choose'),
    },
    { tag: 'input', name: 'note', placeholder: plain('补充一句'), behaviors: callback('note') },
  ],
);
