import { describe, expect, test } from 'vitest';
import { plainText, readCard } from '../../../src/emulators/feishu/card_reading.ts';
import { cardFaultOf } from '../../../src/emulators/feishu/cards/card_error.ts';
import { validateCard } from '../../../src/emulators/feishu/cards/validate.ts';
import type { JsonObject } from '../../../src/emulators/ground/json.ts';

const WORLD = { knowsPerson: (id: string) => id === 'ou_li', knowsImage: (key: string) => key === 'img_ours' };
const plain = (content: string) => ({ tag: 'plain_text', content });
const card = (...elements: JsonObject[]): JsonObject => ({
  schema: '2.0',
  config: { update_multi: true, summary: { content: '摘要' } },
  header: { title: plain('标题'), template: 'orange' },
  body: { elements },
});
const option = (value: string, text = value) => ({ text: plain(text), value });
const submit = { tag: 'button', name: 'submit', text: plain('提交'), form_action_type: 'submit' };
const form = (...elements: JsonObject[]) => ({ tag: 'form', name: 'form', elements: [...elements, submit] });
const callback = (value: unknown) => [{ type: 'callback', value }];

function faultOf(value: JsonObject): { inner: number; path: string } | undefined {
  try {
    validateCard(value, WORLD);
    return undefined;
  } catch (error) {
    const fault = cardFaultOf(error);
    if (fault === undefined) throw error;
    return { inner: fault.inner, path: fault.path };
  }
}

const column = (...elements: JsonObject[]) => ({ tag: 'column_set', columns: [{ tag: 'column', elements }] });
const nested = (depth: number): JsonObject => (depth === 0 ? { tag: 'hr' } : column(nested(depth - 1)));

const ACCEPTED: [string, JsonObject][] = [
  ['an empty body', card()],
  [
    'markdown that mentions somebody',
    card({ tag: 'markdown', content: '<at id=ou_li></at> <at id=all></at>', text_size: 'notation' }),
  ],
  [
    'a div with an icon',
    card({
      tag: 'div',
      text: { ...plain('说明'), text_size: 'notation', text_color: 'grey' },
      icon: { tag: 'standard_icon', token: 'info_outlined' },
    }),
  ],
  ['an image of ours', card({ tag: 'img', img_key: 'img_ours', alt: plain('照片'), size: '100px 100px' })],
  [
    'a button outside a form',
    card({ tag: 'button', text: plain('好'), type: 'primary', behaviors: callback({ action: 'a' }) }),
  ],
  [
    'a button that opens a page',
    card({ tag: 'button', text: plain('好'), behaviors: [{ type: 'open_url', default_url: 'https://x' }] }),
  ],
  [
    'a form with every field kind',
    card(
      form(
        {
          tag: 'input',
          name: 'a',
          input_type: 'multiline_text',
          rows: 3,
          max_length: 1000,
          required: true,
          label: plain('描述'),
        },
        { tag: 'select_static', name: 'b', options: [option('1'), option('2')], initial_option: '2' },
        { tag: 'multi_select_static', name: 'c', options: [option('1')], selected_values: ['1'] },
        { tag: 'select_person', name: 'd', options: [{ value: 'ou_li' }] },
        { tag: 'multi_select_person', name: 'e' },
        { tag: 'date_picker', name: 'f', placeholder: plain('日期') },
        { tag: 'picker_time', name: 'g', initial_time: '08:00' },
        { tag: 'picker_datetime', name: 'h', initial_datetime: '2026-11-23 08:00' },
        { tag: 'checker', name: 'i', text: plain('已看'), checked: true },
        { tag: 'select_img', name: 'j', multi_select: true, options: [{ img_key: 'img_ours', value: '1' }] },
      ),
    ),
  ],
  ['five nested containers', card(nested(5))],
  [
    'a table',
    card({ tag: 'table', page_size: 5, columns: [{ name: 'a', data_type: 'persons' }], rows: [{ a: ['ou_li'] }] }),
  ],
  ['a chart', card({ tag: 'chart', chart_spec: { type: 'bar', data: { values: [] } }, aspect_ratio: '16:9' })],
  ['a panel', card({ tag: 'collapsible_panel', header: { title: plain('更多') }, elements: [{ tag: 'hr' }] })],
];

const REFUSED: [string, number, string, JsonObject][] = [
  ['no schema', 200621, 'ROOT', { body: { elements: [] } }],
  ['schema 1.0', 200621, 'ROOT -> schema', { ...card(), schema: '1.0' }],
  ['an unknown member of the card', 200621, 'ROOT', { ...card(), footer: {} }],
  [
    'a card that is not shared',
    200621,
    'ROOT -> config -> update_multi',
    { ...card(), config: { update_multi: false } },
  ],
  [
    'an unknown template',
    200621,
    'ROOT -> header -> template',
    { ...card(), header: { title: plain('x'), template: 'pink' } },
  ],
  [
    'four header tags',
    200621,
    'ROOT -> header -> text_tag_list',
    {
      ...card(),
      header: { title: plain('x'), text_tag_list: [1, 2, 3, 4].map(() => ({ tag: 'text_tag', text: plain('t') })) },
    },
  ],
  ['1.0 elements at the root', 200861, 'ROOT -> elements', { schema: '2.0', elements: [] }],
  ['the 1.0 tag action', 200861, 'ROOT -> body -> elements -> [0](tag: action)', card({ tag: 'action', actions: [] })],
  [
    'the 1.0 tag note',
    200861,
    'ROOT -> body -> elements -> [1](tag: note)',
    card({ tag: 'hr' }, { tag: 'note', elements: [] }),
  ],
  ['an unknown tag', 200621, 'ROOT -> body -> elements -> [0](tag: photo)', card({ tag: 'photo' })],
  ['an unknown property', 200621, 'ROOT -> body -> elements -> [0](tag: hr)', card({ tag: 'hr', color: 'red' })],
  [
    'an unknown property deep inside',
    200621,
    'ROOT -> body -> elements -> [0](tag: column_set) -> columns -> [0](tag: column) -> elements -> [0](tag: button) -> text',
    card(column({ tag: 'button', text: { ...plain('x'), bold: true } })),
  ],
  [
    'a wrong type',
    200621,
    'ROOT -> body -> elements -> [0](tag: markdown) -> content',
    card({ tag: 'markdown', content: 5 }),
  ],
  [
    'a value outside its list',
    200621,
    'ROOT -> body -> elements -> [0](tag: button) -> type',
    card({ tag: 'button', type: 'warning' }),
  ],
  [
    'an image without alt',
    200621,
    'ROOT -> body -> elements -> [0](tag: img)',
    card({ tag: 'img', img_key: 'img_ours' }),
  ],
  [
    'an unknown image',
    200570,
    'ROOT -> body -> elements -> [0](tag: img)',
    card({ tag: 'img', img_key: 'img_x', alt: plain('') }),
  ],
  [
    'an unknown image in markdown',
    200570,
    'ROOT -> body -> elements -> [0](tag: markdown)',
    card({ tag: 'markdown', content: '![x](img_x)' }),
  ],
  [
    'an unknown person in markdown',
    100290,
    'ROOT -> body -> elements -> [0](tag: markdown)',
    card({ tag: 'markdown', content: '<at id=ou_x></at>' }),
  ],
  [
    'an unknown person in a div',
    100290,
    'ROOT -> body -> elements -> [0](tag: div) -> text',
    card({ tag: 'div', text: { tag: 'lark_md', content: "<person id='ou_x'></person>" } }),
  ],
  [
    'an unknown custom icon',
    200570,
    'ROOT -> body -> elements -> [0](tag: div) -> icon',
    card({ tag: 'div', text: plain('x'), icon: { tag: 'custom_icon', img_key: 'img_x' } }),
  ],
  [
    'an unknown person component',
    100290,
    'ROOT -> body -> elements -> [0](tag: person)',
    card({ tag: 'person', user_id: 'ou_x' }),
  ],
  [
    'a row key without column',
    200915,
    'ROOT -> body -> elements -> [0](tag: table) -> rows -> [0]',
    card({ tag: 'table', columns: [{ name: 'a' }], rows: [{ b: 1 }] }),
  ],
  [
    'a chart without data',
    200550,
    'ROOT -> body -> elements -> [0](tag: chart)',
    card({ tag: 'chart', chart_spec: { type: 'bar' } }),
  ],
  [
    'a form inside a column',
    200621,
    'ROOT -> body -> elements -> [0](tag: column_set) -> columns -> [0](tag: column) -> elements -> [0](tag: form)',
    card(column(form())),
  ],
  [
    'a table inside a column',
    200621,
    'ROOT -> body -> elements -> [0](tag: column_set) -> columns -> [0](tag: column) -> elements -> [0](tag: table)',
    card(column({ tag: 'table', columns: [], rows: [] })),
  ],
  [
    'a multi select outside a form',
    200621,
    'ROOT -> body -> elements -> [0](tag: multi_select_static)',
    card({ tag: 'multi_select_static', options: [option('1')] }),
  ],
  [
    'a form without submit',
    200621,
    'ROOT -> body -> elements -> [0](tag: form)',
    card({ tag: 'form', name: 'f', elements: [{ tag: 'hr' }] }),
  ],
  [
    'a form child without name',
    200530,
    'ROOT -> body -> elements -> [0](tag: form) -> elements -> [0](tag: input)',
    card(form({ tag: 'input' })),
  ],
  ['a submit button outside a form', 200621, 'ROOT -> body -> elements -> [0](tag: button)', card(submit)],
  ['six nested containers', 200621, '', card(nested(6))],
  [
    'a name used twice',
    200621,
    'ROOT -> body -> elements -> [0](tag: form) -> elements -> [1](tag: input)',
    card(form({ tag: 'input', name: 'a' }, { tag: 'input', name: 'a' })),
  ],
  [
    'an element_id used twice',
    300301,
    'ROOT -> body -> elements -> [1](tag: hr)',
    card({ tag: 'hr', element_id: 'a' }, { tag: 'hr', element_id: 'a' }),
  ],
  [
    'an element_id that starts with a digit',
    200621,
    'ROOT -> body -> elements -> [0](tag: hr)',
    card({ tag: 'hr', element_id: '1a' }),
  ],
  ['201 elements', 11310, 'ROOT', card(...Array.from({ length: 200 }, () => ({ tag: 'hr' })))],
  [
    'options with the same value',
    200621,
    'ROOT -> body -> elements -> [0](tag: select_static)',
    card({ tag: 'select_static', options: [option('1', 'a'), option('1', 'b')] }),
  ],
  [
    'an initial option that is none',
    200621,
    'ROOT -> body -> elements -> [0](tag: select_static)',
    card({ tag: 'select_static', options: [option('1')], initial_option: '2' }),
  ],
  [
    'max_length over 1000',
    200621,
    'ROOT -> body -> elements -> [0](tag: input) -> max_length',
    card({ tag: 'input', max_length: 1001 }),
  ],
  [
    'a date without placeholder',
    200621,
    'ROOT -> body -> elements -> [0](tag: date_picker)',
    card({ tag: 'date_picker' }),
  ],
];

describe('card validator', () => {
  test.each(ACCEPTED)('accepts %s', (_name, value) => {
    expect(faultOf(value)).toBeUndefined();
  });

  test.each(REFUSED)('refuses %s', (_name, inner, path, value) => {
    const fault = faultOf(value);
    expect(fault?.inner).toBe(inner);
    if (path !== '') expect(fault?.path).toBe(path);
  });
});

describe('reading a card', () => {
  const shown = card(
    { tag: 'markdown', content: '**地点**：食堂 &#42;后门&#42;\n**期限** 周五' },
    form(
      { tag: 'markdown', content: '**严重程度** *' },
      { tag: 'select_static', name: 'severity', required: true, options: [option('general', '一般')] },
      {
        tag: 'input',
        name: 'note',
        label: plain('说明'),
        placeholder: plain('写几个字'),
        max_length: 50,
        default_value: '无',
      },
    ),
    {
      tag: 'button',
      text: plain('撤回'),
      type: 'danger',
      disabled: true,
      behaviors: callback({ a: 1 }),
      confirm: { title: plain('确定？'), text: plain('不能恢复') },
    },
  );

  test('names title, facts, fields and buttons', () => {
    expect(readCard(shown)).toMatchObject({
      title: '标题',
      template: 'orange',
      summary: '摘要',
      facts: [
        { label: '地点', value: '食堂 *后门*' },
        { label: '期限', value: '周五' },
      ],
      fields: [
        {
          name: 'severity',
          label: '严重程度',
          kind: 'select_static',
          required: true,
          options: [{ text: '一般', value: 'general' }],
          form: 'form',
        },
        {
          name: 'note',
          label: '说明',
          kind: 'input',
          required: false,
          maxLength: 50,
          placeholder: '写几个字',
          initial: '无',
        },
      ],
      buttons: [
        { label: '提交', name: 'submit', form: true, formAction: 'submit' },
        {
          label: '撤回',
          value: { a: 1 },
          form: false,
          disabled: true,
          danger: true,
          confirm: { title: '确定？', text: '不能恢复' },
        },
      ],
    });
  });

  test('gives plain text in reading order', () => {
    expect(plainText(shown)).toBe(
      '标题\n地点：食堂 *后门*\n期限 周五\n严重程度 *\n严重程度（必填）\n说明\n[提交] [撤回]',
    );
  });
});
