/** Cards of somebody’s work: a receipt and a task. */
import { callback, card, markdown, plain } from './parts.ts';

export const receiptCard = card(
  '已登记：2号楼3层扶手松',
  'green',
  ['已报', 'green'],
  [
    markdown('**编号**　GS-202509-0012\n**建议等级**　较大\n**时间**　9月18日 周四 10:20'),
    { tag: 'hr' },
    {
      tag: 'div',
      text: {
        tag: 'plain_text',
        content: '安全办 10:50 前认定并派人，销号后告诉您。照片可继续发到这里。',
        text_size: 'notation',
        text_color: 'grey',
      },
    },
    {
      tag: 'column_set',
      columns: [
        {
          tag: 'column',
          width: 'auto',
          elements: [{ tag: 'button', text: plain('补充情况'), behaviors: callback('add') }],
        },
        {
          tag: 'column',
          width: 'auto',
          elements: [
            {
              tag: 'button',
              text: plain('撤回上报'),
              type: 'danger',
              behaviors: callback('withdraw'),
              confirm: { title: plain('撤回这条上报？'), text: plain('撤回后安全办不再处理。') },
            },
          ],
        },
        {
          tag: 'column',
          width: 'auto',
          elements: [
            {
              tag: 'overflow',
              name: 'more',
              options: [
                { text: plain('查看进展'), value: 'progress' },
                { text: plain('转给同事'), value: 'hand_over' },
              ],
              behaviors: callback('more'),
            },
          ],
        },
      ],
    },
  ],
);

export const taskCard = card(
  '待整改：2号楼3层扶手松',
  'orange',
  ['9月25日止', 'orange'],
  [
    markdown('**先管控**：12:20 前设围挡，改走东侧楼梯。<at id=ou_chen></at>'),
    {
      tag: 'column_set',
      flex_mode: 'bisect',
      background_style: 'grey',
      horizontal_spacing: '8px',
      columns: [
        {
          tag: 'column',
          width: 'weighted',
          weight: 1,
          padding: '8px 12px',
          elements: [markdown("<font color='grey'>编号</font>\nGS-202509-0012")],
        },
        {
          tag: 'column',
          width: 'weighted',
          weight: 1,
          padding: '8px 12px',
          elements: [markdown("<font color='grey'>等级</font>\n<text_tag color='orange'>较大</text_tag>")],
        },
        {
          tag: 'column',
          width: 'weighted',
          weight: 1,
          padding: '8px 12px',
          elements: [markdown("<font color='grey'>期限</font>\n9月25日 周四")],
        },
        {
          tag: 'column',
          width: 'weighted',
          weight: 1,
          padding: '8px 12px',
          elements: [markdown("<font color='grey'>责任领导</font>\n王静")],
        },
      ],
    },
    { tag: 'img', img_key: 'img_before', alt: plain('整改前') },
    {
      tag: 'div',
      text: { tag: 'plain_text', content: '整改前　9月18日 10:20', text_size: 'notation', text_color: 'grey' },
    },
    {
      tag: 'collapsible_panel',
      expanded: false,
      header: { title: { tag: 'markdown', content: '**经过**（3 条）' }, background_color: 'grey' },
      border: { color: 'grey', corner_radius: '5px' },
      elements: [markdown('- 10:20 李晓梅 上报\n- 10:31 赵国强 认定为较大\n- 10:31 派给 陈师傅')],
    },
    {
      tag: 'column_set',
      columns: [
        {
          tag: 'column',
          width: 'weighted',
          weight: 1,
          elements: [
            { tag: 'button', text: plain('提交整改'), type: 'primary', width: 'fill', behaviors: callback('fix') },
          ],
        },
        {
          tag: 'column',
          width: 'weighted',
          weight: 1,
          elements: [{ tag: 'button', text: plain('申请延期'), width: 'fill', behaviors: callback('extend') }],
        },
        {
          tag: 'column',
          width: 'weighted',
          weight: 1,
          elements: [
            {
              tag: 'button',
              text: plain('不归我管'),
              width: 'fill',
              disabled: true,
              disabled_tips: plain('已过 24 小时，请联系安全办'),
              behaviors: callback('refuse'),
            },
          ],
        },
      ],
    },
  ],
);
