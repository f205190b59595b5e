import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Card, plain, rich } from '../../../cards/model.ts';
import { readCard } from '../../../src/emulators/feishu/card_reading.ts';
import { CARD_LIMITS } from '../../../src/platforms/feishu/limits.ts';
import { render, renderCard } from '../../../src/platforms/feishu/render.ts';
import type { Directory } from '../../../src/platforms/platform.ts';
import { CardTooLarge } from '../../../src/platforms/wire/card_limits.ts';
import { firstMarkdown, objectionTo, shownMarkdown } from './cards.ts';
import { blocksCard, emptyFormCard, formCard, sampleDirectory } from './sample_cards.ts';

const cards = [blocksCard, formCard, emptyFormCard];
const reading = (card: Card) => readCard(JSON.parse(render(card, sampleDirectory).wire));
const withBlocks = (...blocks: Card['blocks']): Card => ({ ...blocksCard, blocks, actions: [] });
const textCard = (text: string): Card => withBlocks({ kind: 'text', text: plain(text) });

describe('sample cards', () => {
  test.each(cards)('$key is accepted by the vendor’s validator', (card) => {
    expect(objectionTo(render(card, sampleDirectory).wire, sampleDirectory)).toBeUndefined();
  });

  test.each(cards)('$key is accepted when nobody and nothing is known to Feishu', (card) => {
    const empty = { people: new Map(), images: new Map() };
    expect(objectionTo(render(card, empty).wire, empty)).toBeUndefined();
  });

  test.each(cards)('$key looks as saved', async (card) => {
    const json = `${JSON.stringify(renderCard(card, sampleDirectory), null, 2)}\n`;
    await expect(json).toMatchFileSnapshot(`golden/${card.key}.json`);
  });
});

describe('what a person sees', () => {
  test('header, tag and chat list', () => {
    const read = reading(blocksCard);
    expect(read).toMatchObject({ title: '待复查：2号楼3层扶手', template: 'orange', tags: ['9月23日止'] });
    expect(read.summary).toBe('待复查：扶手，9月23日止');
    expect(reading(formCard).summary).toBe(formCard.title);
  });

  test.each([
    ['info', 'blue'],
    ['done', 'green'],
    ['due', 'orange'],
    ['danger', 'red'],
    ['closed', 'grey'],
  ] as const)('tone %s has a %s header', (tone, template) => {
    expect(reading({ ...textCard('好'), tone }).template).toBe(template);
  });

  test('texts keep their line breaks and typed markup', () => {
    const { texts, facts } = reading(blocksCard);
    expect(texts[0]).toBe('请先看照片，再到现场。\n复查人写：“下端一颗*螺栓*仍松。”');
    expect(facts.slice(0, 2)).toEqual([
      { label: '编号', value: 'GS-202509-0012' },
      { label: '整改人', value: '王主任' },
    ]);
    expect(texts[2]).toContain('加固 3 处 <at id=all></at>');
    expect(texts).toContain('班级已报 ■■■■■□□□□□ 23/40');
  });

  test('a picture that is not uploaded yet is a line, an unknown person is not mentioned', () => {
    const read = reading(blocksCard);
    expect(read.images).toEqual(['img_v3_before']);
    expect(read.texts).toContain('整改后：照片正在处理');
    expect(render(blocksCard, sampleDirectory).wire).toContain('<at id=ou_wang></at>"');
  });

  test('a chart is followed by its sentence', () => {
    const read = reading(blocksCard);
    expect(read.charts.map((spec) => spec.type)).toEqual(['bar', 'pie', 'line']);
    expect(read.texts).toContain('本周新增 3，销号 2');
  });

  test.each([
    [0, 40, '□□□□□□□□□□ 0/40'],
    [1, 40, '■□□□□□□□□□ 1/40'],
    [39, 40, '■■■■■■■■■□ 39/40'],
    [40, 40, '■■■■■■■■■■ 40/40'],
    [0, 0, '□□□□□□□□□□ 0/0'],
  ])('progress %d of %d', (done, total, shown) => {
    expect(reading(withBlocks({ kind: 'progress', done, total, label: '已报' })).texts[0]).toBe(`已报 ${shown}`);
  });

  test('blocks with nothing to show leave nothing', () => {
    const card = withBlocks(
      { kind: 'text', text: [] },
      { kind: 'facts', facts: [] },
      { kind: 'list', items: [] },
      { kind: 'mention', people: [99] },
    );
    expect(renderCard(card, sampleDirectory).body.elements).toEqual([]);
  });
});

describe('forms', () => {
  test('a button opens the form’s page where there is one, and calls nothing back', () => {
    const page = 'https://school.example/p/hazard.form/e30.x';
    const wired = render(formCard, { ...sampleDirectory, page }).wire;
    expect(objectionTo(wired, sampleDirectory)).toBeUndefined();
    const links = readCard(JSON.parse(wired)).buttons.filter((button) => button.url !== undefined);
    expect(links.map(({ label, url }) => [label, url])).toEqual([['在网页填', page]]);
    expect(render(formCard, sampleDirectory).wire).not.toContain('open_url');
    expect(render(blocksCard, { ...sampleDirectory, page }).wire).not.toContain('open_url');
  });

  test('fields keep their names, labels and initial values', () => {
    const fields = reading(formCard).fields.map(({ name, label, kind, initial, required }) => [
      name,
      label,
      kind,
      initial,
      required,
    ]);
    expect(fields).toEqual([
      ['description', '描述', 'multiline_text', '扶手*松*了', true],
      ['spot', '具体位置', 'input', undefined, false],
      ['cost', '费用', 'input', '120', false],
      ['severity', '建议等级', 'select_static', 'larger', true],
      ['measures', '临时管控', 'multi_select_static', ['fence'], false],
      ['owner', '责任人', 'select_person', 'ou_wang', true],
      ['helper', '协助人', 'select_static', 'p3', false],
      ['due', '期限', 'date_picker', '2025-09-25', true],
      ['at', '时间', 'picker_time', '12:20', false],
      ['seen', '发现时间', 'picker_datetime', '2025-09-18 10:20', false],
      ['stopped', '已停用', 'checker', true, false],
    ]);
  });

  test('the message stands above the fields, optional fields say so, photos say where to send them', () => {
    const { texts, fields } = reading(formCard);
    expect(texts[1]).toBe('还差一项：部位 <请选>');
    expect(fields.find((field) => field.name === 'spot')?.placeholder).toBe('如 3 层西侧（选填）');
    expect(texts.at(-1)).toBe('照片 0 张，还差 1 张\n把照片发到和安园的会话里，会自动加上');
  });

  test('an initial date that is none is left out', () => {
    expect(reading(emptyFormCard).fields.find((field) => field.name === 'due')?.initial).toBeUndefined();
  });

  test('buttons carry ids only, the submit also its revision and how to read the values', () => {
    const values = reading(formCard).buttons.map((button) => [button.label, button.formAction, button.value]);
    expect(values).toEqual([
      [
        '登记隐患',
        'submit',
        {
          action: 'hazard.register',
          reference: { draft: 5 },
          revision: 3,
          fields: {
            cost: 'number',
            owner: 'person',
            helper: 'person',
            due: 'date',
            at: 'time',
            seen: 'dateTime',
            stopped: 'ticked',
          },
        },
      ],
      ['不报了', undefined, { action: 'hazard.drop', reference: { draft: 5 } }],
    ]);
  });

  test('more than a client could have typed is cut to what it can hold', () => {
    const form = { action: 'x', revision: 1, submit: '交', fields: [] };
    const field = { kind: 'longText', name: 'note', label: '说明', required: false, maxLength: 5 } as const;
    const card: Card = { ...formCard, form: { ...form, fields: [{ ...field, initial: '一二三四五六七' }] } };
    expect(reading(card).fields[0]?.initial).toBe('一二三四五');
  });
});

describe('limits', () => {
  const refusalOf = (card: Card): unknown => {
    try {
      return render(card, sampleDirectory);
    } catch (error) {
      return error;
    }
  };
  const formWith = (field: NonNullable<Card['form']>['fields'][number]): Card => ({
    ...formCard,
    form: { action: 'x', revision: 1, submit: '交', fields: [field] },
  });
  const options = (count: number, text = '项') =>
    Array.from({ length: count }, (_, index) => ({ value: `v${index}`, text }));
  const select = { kind: 'singleSelect', name: 'place', label: '部位', required: true } as const;
  const text = { kind: 'text', name: 'note', label: '说明', required: true, maxLength: 60 } as const;
  const button = (label: string) => ({ label, action: 'x' });

  test.each<[keyof typeof CARD_LIMITS, Card]>([
    ['cardBytes', textCard('安'.repeat(9_000))],
    ['requestBytes', textCard('"'.repeat(10_000))],
    ['elements', withBlocks(...Array.from({ length: 151 }, () => ({ kind: 'divider' }) as const))],
    [
      'charts',
      withBlocks(
        ...Array.from(
          { length: 6 },
          () => ({ kind: 'chart', chart: { shape: 'pie', points: [{ label: 'a', value: 1 }], alt: 'a' } }) as const,
        ),
      ),
    ],
    ['options', formWith({ ...select, options: options(101) })],
    ['optionText', formWith({ ...select, options: options(1, '长'.repeat(61)) })],
    ['optionValue', formWith({ ...select, options: [{ value: 'v'.repeat(101), text: '项' }] })],
    ['inputLength', formWith({ ...text, maxLength: 1001 })],
    ['fieldName', formWith({ ...text, name: 'n'.repeat(41) })],
    ['buttonLabel', { ...textCard('好'), actions: [button('长'.repeat(21))] }],
    ['buttons', { ...textCard('好'), actions: Array.from({ length: 21 }, () => button('办')) }],
  ])('%s', (limit, card) => {
    const error = refusalOf(card);
    expect(error).toBeInstanceOf(CardTooLarge);
    expect(error).toMatchObject({ code: 'card.too_large', limit, allowed: CARD_LIMITS[limit], cardKey: card.key });
  });

  test('what still fits is accepted by the vendor', () => {
    const card = withBlocks(...Array.from({ length: 120 }, () => ({ kind: 'text', text: plain('安') }) as const));
    expect(objectionTo(render(card, sampleDirectory).wire, sampleDirectory)).toBeUndefined();
  });

  test('long titles, tags and summaries are cut', () => {
    const read = reading({
      ...textCard('好'),
      title: '题'.repeat(80),
      tag: '签'.repeat(30),
      summary: '摘'.repeat(300),
    });
    expect([read.title.length, read.tags[0]?.length, read.summary?.length]).toEqual([60, 12, 100]);
    expect(read.title.endsWith('…')).toBe(true);
  });
});

describe('typed text is shown and never executed', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc
      .array(
        fc.constantFrom(
          '<at id=all></at>',
          '<at id=ou_wang></at>',
          '**',
          '*',
          '_',
          '~~',
          '# ',
          '\n# ',
          '\n- ',
          '\n1. ',
          '> ',
          '`',
          '```\n',
          '[a](http://x.cn)',
          '![a](img_v3_x)',
          '<font color=red>',
          '</font>',
          '<br>',
          '&#42;',
          '&lt;',
          ':OK:',
          '|a|\n|-|',
          '\n---\n',
          '===',
          '\\',
          '$',
          '    ',
          '隐患',
          '3.',
          ' ',
        ),
        { maxLength: 12 },
      )
      .map((parts) => parts.join('')),
  );
  /** Every place of a card where a person's or a row's words can stand. */
  const everywhere = (words: string): Card => ({
    key: 'hostile',
    title: words,
    tone: 'info',
    tag: words,
    blocks: [
      { kind: 'text', text: plain(words) },
      { kind: 'text', text: rich`原话：${words}。`, muted: true },
      { kind: 'facts', facts: [{ label: words, value: words }] },
      { kind: 'list', items: [plain(words)] },
      { kind: 'progress', done: 1, total: 2, label: words },
      { kind: 'image', photo: 'none', label: words },
      { kind: 'chart', chart: { shape: 'bar', points: [{ label: words, value: 1 }], alt: words } },
    ],
    form: {
      action: 'x',
      revision: 1,
      submit: '交',
      message: words,
      fields: [
        { kind: 'longText', name: 'a', label: words, required: false, maxLength: 200, initial: words, hint: words },
        { kind: 'singleSelect', name: 'b', label: words, required: false, options: [] },
        { kind: 'bool', name: 'c', label: words, required: false },
        { kind: 'photo', name: 'd', label: words, required: false, count: 0, atLeast: 0, hint: words },
      ],
    },
    actions: [],
  });

  /** The markdown of a card without what we ourselves write around data. */
  const foreignMarkdown = (words: string): string[] =>
    [
      ...render(everywhere(words), sampleDirectory).wire.matchAll(/\{"tag":"markdown","content":("(?:[^"\\]|\\.)*")/g),
    ].map(([, content]) =>
      String(JSON.parse(content ?? '""'))
        .replace(/^- /, '')
        .replaceAll(/<font color='(?:grey|red)'>|<\/font>|<br>/g, '')
        .replaceAll('**', ''),
    );

  test('no character that could start markup reaches the wire', () => {
    fc.assert(
      fc.property(hostile, (words) => {
        for (const content of foreignMarkdown(words)) {
          expect(content.replaceAll(/&#\d+;/g, '安')).not.toMatch(/[<>*_~#[\]()!$\\`|&:\n]|^\s*(?:\d+[.)]|[-+=])/);
        }
      }),
    );
  });

  test('the shown text is the typed text', () => {
    fc.assert(
      fc.property(hostile, (words) => {
        fc.pre(words.trim() !== '');
        const shown = shownMarkdown(firstMarkdown(render(textCard(words), sampleDirectory).wire));
        const lines = words
          .replace(/\r\n?|[\u2028\u2029\u0085\v\f]/g, '\n')
          .replace(/^[ \t]+/gm, (blanks) => '\u00a0'.repeat(blanks.length));
        expect(shown).toBe(lines);
      }),
    );
  });

  test('the vendor accepts the card', () => {
    fc.assert(
      fc.property(hostile, (words) => {
        expect(objectionTo(render(everywhere(words), sampleDirectory).wire, sampleDirectory)).toBeUndefined();
      }),
    );
  });
});

test('many people of whom some are on the other platform are asked for by name, and the card keeps its limits', () => {
  const candidates = Array.from({ length: 50 }, (_, person) => ({ person, name: `老师${person}` }));
  const field = (name: string) =>
    ({ kind: 'person', name, label: name, required: true, candidates, initial: 7 }) as const;
  const form = { action: 'a', revision: 1, submit: '派单', fields: [field('owner'), field('leader')] };
  const card: Card = { key: 'x', title: '题', tone: 'info', blocks: [], actions: [], form };
  const half: Directory = { people: new Map([[1, 'ou_1']]), images: new Map() };
  const { wire } = render(card, half);
  expect(JSON.stringify(JSON.parse(wire))).toContain('"default_value":"老师7"');
  expect(wire).toContain('personName');
});
