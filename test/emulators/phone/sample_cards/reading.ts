/** Cards to read: the welcome, typed text as it is shown, the digest with its charts, the alarm. */
import { callback, card, markdown, plain } from './parts.ts';

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
