/** Cards as the product sends them (domain/voice.md §2), together holding every component the phone draws. */

const plain = (content: string) => ({ tag: 'plain_text', content });
const markdown = (content: string) => ({ tag: 'markdown', content });
const callback = (action: string) => [{ type: 'callback', value: { action } }];

function card(
  title: string,
  template: string,
  tag: readonly [string, string],
  elements: readonly unknown[],
  subtitle?: string,
) {
  return {
    schema: '2.0',
    config: { update_multi: true, summary: { content: title } },
    header: {
      title: plain(title),
      template,
      ...(subtitle ? { subtitle: plain(subtitle) } : {}),
      text_tag_list: [{ tag: 'text_tag', text: plain(tag[0]), color: tag[1] }],
    },
    body: { vertical_spacing: '10px', elements },
  };
}

export const welcomeCard = card(
  '您好，我是安园',
  'blue',
  ['班主任', 'blue'],
  [
    markdown('看到隐患，打一句话给我，如“食堂地砖翘起”。到点该办的事我来提醒，办完点一下。'),
    {
      tag: 'column_set',
      flex_mode: 'none',
      columns: ['报隐患', '看待办', '看帮助'].map((label, index) => ({
        tag: 'column',
        width: 'weighted',
        weight: 1,
        elements: [
          {
            tag: 'button',
            text: plain(label),
            type: index === 0 ? 'primary' : 'default',
            width: 'fill',
            behaviors: callback(label),
          },
        ],
      })),
    },
  ],
);

const option = (value: string, label = value) => ({ text: plain(label), value });

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

export const userTextCard = card(
  '待认定：食堂后门',
  'blue',
  ['10:50 前', 'orange'],
  [
    { tag: 'div', text: plain('<script>window.hacked = true</script><img src=x onerror="window.hacked = true">') },
    markdown(
      '原话：&#42;&#42;不加粗&#42;&#42; &lt;at id=all&gt;&lt;/at&gt; &#91;链接&#93;(javascript:alert(1)) <img src=x onerror=window.hacked=true>',
    ),
    { tag: 'person', user_id: 'ou_li', size: 'small', show_name: true, style: 'capsule' },
  ],
);

export const digestCard = card(
  '第4周周报：待决 1，逾期 2',
  'blue',
  ['9月26日 周五', 'blue'],
  [
    markdown(
      '① 红线：重大 1 项，已断电停用，9月24日 报教育局。\n② 隐患：新报 **12**，销号 **9**，逾期 <font color="red">2</font>。',
    ),
    {
      tag: 'chart',
      chart_spec: {
        type: 'bar',
        title: { text: '每日新报与销号' },
        data: {
          values: ['周一', '周二', '周三', '周四', '周五'].flatMap((day, index) => [
            { day, count: [3, 2, 4, 1, 2][index], kind: '新报' },
            { day, count: [1, 2, 2, 3, 1][index], kind: '销号' },
          ]),
        },
        xField: ['day', 'kind'],
        yField: 'count',
        seriesField: 'kind',
      },
    },
    {
      tag: 'chart',
      chart_spec: {
        type: 'linearProgress',
        data: {
          values: [
            { type: '每日提醒 37/40', value: 0.925 },
            { type: '安全课 39/40', value: 0.975 },
          ],
        },
        direction: 'horizontal',
        xField: 'value',
        yField: 'type',
      },
    },
    {
      tag: 'chart',
      chart_spec: {
        type: 'pie',
        data: [
          {
            id: 'kinds',
            values: [
              { kind: '消防', count: 5 },
              { kind: '设施', count: 4 },
              { kind: '食堂', count: 2 },
              { kind: '交通', count: 1 },
            ],
          },
        ],
        categoryField: 'kind',
        valueField: 'count',
        innerRadius: 0.6,
      },
    },
    {
      tag: 'chart',
      chart_spec: {
        type: 'line',
        data: {
          values: ['9月1日', '9月8日', '9月15日', '9月22日'].map((week, index) => ({
            week,
            rate: [62, 71, 78, 82][index],
          })),
        },
        xField: 'week',
        yField: 'rate',
      },
    },
    {
      tag: 'chart',
      chart_spec: {
        type: 'bar',
        direction: 'horizontal',
        data: {
          values: [
            { place: '1号楼', count: 5 },
            { place: '食堂', count: 3 },
            { place: '操场', count: 2 },
          ],
        },
        xField: 'count',
        yField: 'place',
      },
    },
    {
      tag: 'table',
      page_size: 3,
      columns: [
        { name: 'number', display_name: '编号', data_type: 'text' },
        { name: 'state', display_name: '状态', data_type: 'options' },
        { name: 'days', display_name: '天数', data_type: 'number', horizontal_align: 'right' },
        { name: 'owner', display_name: '责任人', data_type: 'persons' },
      ],
      rows: [
        { number: '0009', state: [{ text: '逾期', color: 'red' }], days: 7, owner: ['ou_chen'] },
        { number: '0012', state: [{ text: '整改中', color: 'blue' }], days: 4, owner: ['ou_chen'] },
        { number: '0011', state: [{ text: '待复查', color: 'orange' }], days: 2, owner: ['ou_zhao'] },
        { number: '0014', state: [{ text: '已销号', color: 'green' }], days: 3, owner: ['ou_zhou'] },
      ],
    },
    {
      tag: 'img_combination',
      combination_mode: 'double',
      img_list: [{ img_key: 'img_before' }, { img_key: 'img_after' }],
    },
    {
      tag: 'interactive_container',
      element_id: 'open_ledger',
      has_border: true,
      behaviors: callback('ledger'),
      elements: [markdown('**打开台账**　在账 17，逾期 2 ›')],
    },
  ],
  '领导小组',
);

export const alertCard = card(
  '真实险情，非演练：着火冒烟',
  'red',
  ['等应答', 'red'],
  [
    markdown('**先打 110／119／120。**'),
    markdown('地点　实验楼2层\n报告人　李晓梅\n时间　10:31'),
    {
      tag: 'column_set',
      columns: [
        {
          tag: 'column',
          width: 'auto',
          elements: [{ tag: 'button', text: plain('我来处置'), type: 'danger_filled', behaviors: callback('take') }],
        },
        {
          tag: 'column',
          width: 'auto',
          elements: [{ tag: 'button', text: plain('已打电话'), behaviors: callback('called') }],
        },
        {
          tag: 'column',
          width: 'auto',
          elements: [{ tag: 'button', text: plain('误报解除'), type: 'danger', behaviors: callback('off') }],
        },
      ],
    },
  ],
);

/** Fields outside a form answer by themselves. */
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
