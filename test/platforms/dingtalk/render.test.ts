import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { templateVariables } from '../../../cards/dingtalk/contract.ts';
import { type Card, rich } from '../../../cards/model.ts';
import { allSamples } from '../../../cards/samples.ts';
import { readButtons } from '../../../src/emulators/dingtalk/cards/button_model.ts';
import { readForm } from '../../../src/emulators/dingtalk/cards/form_model.ts';
import { withoutMarks } from '../../../src/emulators/dingtalk/message_text.ts';
import { answerPress } from '../../../src/platforms/dingtalk/answer.ts';
import { readPress } from '../../../src/platforms/dingtalk/inbound/press.ts';
import { escapeMarkdown } from '../../../src/platforms/dingtalk/render/escape.ts';
import {
  renderAsPageLink,
  renderAsText,
  renderForTemplate,
  variablesOf,
} from '../../../src/platforms/dingtalk/render.ts';
import { audienceOf, trackIdOf } from '../../../src/platforms/dingtalk/track_id.ts';
import type { Directory } from '../../../src/platforms/platform.ts';
import { CardTooLarge } from '../../../src/platforms/wire/card_limits.ts';
import { blocksCard, emptyFormCard, formCard } from '../feishu/sample_cards.ts';

const directory: Directory = {
  people: new Map(Array.from({ length: 100 }, (_, person) => [person, `0147${person}`])),
  images: new Map([['a'.repeat(64), '@lALPDeC2uQ_7MOHMgMyA']]),
};
const nobody: Directory = { people: new Map(), images: new Map() };
const silent = { info: () => {}, warn: () => {}, error: () => {} };

describe.each(allSamples.map((card) => [`${card.key}: ${card.title}`, card] as const))('%s', (_name, card) => {
  test('fits the template: every variable, texts only, nothing the client would hide', () => {
    const variables = variablesOf(card, directory);
    expect(Object.keys(variables).sort()).toEqual(Object.keys(templateVariables).sort());
    for (const [name, { type }] of Object.entries(templateVariables)) {
      const value = variables[name as keyof typeof variables];
      expect(typeof value).toBe('string');
      if (type === 'string') expect(Buffer.byteLength(value)).toBeLessThanOrEqual(1_024);
    }
    expect(readForm(variables.form).problems).toEqual([]);
    expect(readButtons(variables.buttons).problems).toEqual([]);
    expect(variables.state.includes('form')).toBe(card.form !== undefined);
    expect(() => renderForTemplate(card, nobody)).not.toThrow();
  });

  test('as text it offers everything it can trigger, by number', () => {
    const { wire, offer } = renderAsText(card);
    const { text } = JSON.parse(wire) as { text: string };
    for (const [index, choice] of (offer?.choices ?? []).entries())
      expect(text).toContain(`${index + 1} ${choice.label}`);
    expect(offer?.choices).toHaveLength(card.actions.length + (card.form ? 1 : 0) + (card.form?.cancel ? 1 : 0));
    expect(text.length).toBeLessThanOrEqual(4_000);
  });
});

describe('where the host has pages', () => {
  const page = 'https://school.example/p/hazard.form/e30_x-(1).y';
  const markdownOf = (card: Card, at: Directory = { ...directory, page }) => variablesOf(card, at).markdown;
  const shortForm: Card = {
    ...formCard,
    form: {
      action: 'x',
      revision: 1,
      submit: '交',
      fields: [{ name: 't', label: '项', kind: 'text', required: true, maxLength: 9 }],
    },
  };
  const ofForty = (kind: 'person'): Card => ({
    ...formCard,
    form: {
      action: 'x',
      revision: 1,
      submit: '交',
      fields: [
        {
          name: 'p',
          label: '责任人',
          kind,
          required: true,
          candidates: Array.from({ length: 40 }, (_, person) => ({ person, name: `教师${person}` })),
        },
      ],
    },
  });

  test('every form links its page: for what the card cannot do, and for clients that draw no forms', () => {
    expect(markdownOf(formCard)).toContain('[在网页填](https://school.example/p/hazard.form/e30_x-%281%29.y)');
    expect(markdownOf(ofForty('person'))).toMatch(/\[在网页填\]\([^)]*\)，能搜姓名$/);
    expect(markdownOf(shortForm)).toMatch(/看不到输入框的，\[在网页填\]\([^)]*\)$/);
    expect(markdownOf(blocksCard)).not.toContain('在网页填');
    expect(markdownOf(formCard, directory)).not.toContain('在网页填');
  });

  test('numbered text names it after the questions of every form; without a page it does not', () => {
    const lines = textOf(renderAsText(shortForm, { page })).split('\n');
    expect(lines.slice(-3)).toEqual(['项：', `也可在网页填写：${page}`, '回复 1 交']);
    expect(textOf(renderAsText(blocksCard, { page }))).not.toContain(page);
    expect(textOf(renderAsText(shortForm))).not.toContain('网页');
  });

  test('when the month will not last, the words and the address are enough, and a number still answers', () => {
    const { wire, offer } = renderAsPageLink(formCard, page);
    const text = textOf({ wire });
    expect(text).toContain(`请在网页填写：${page}`);
    expect(text).not.toContain('一行一项');
    expect(text).toContain('也可回复数字：1 ');
    expect(offer).toEqual(renderAsText(formCard).offer);
  });

  test('a long card is cut before the address and the numbers', () => {
    const long: Card = { ...shortForm, blocks: [{ kind: 'text', text: rich`${'长'.repeat(5_000)}` }] };
    for (const text of [textOf(renderAsText(long, { page })), textOf(renderAsPageLink(long, page))]) {
      expect(text.length).toBeLessThanOrEqual(4_000);
      expect(text).toContain(`${page}\n`);
      expect(text).toContain('1 交');
    }
  });

  const textOf = ({ wire }: { readonly wire: string }): string => (JSON.parse(wire) as { text: string }).text;
});

test.each([
  ['hazard.overview', blocksCard],
  ['hazard.form', formCard],
  ['hazard.form-empty', emptyFormCard],
])('%s to the letter', (name, card) => {
  const golden = JSON.parse(readFileSync(join(import.meta.dirname, 'golden', `${name}.json`), 'utf8'));
  const { form, buttons, ...variables } = variablesOf(card, directory);
  expect({ ...variables, form: JSON.parse(form), buttons: JSON.parse(buttons), text: renderAsText(card).wire }).toEqual(
    golden,
  );
});

describe('what people typed is shown, never executed', () => {
  test.each([
    '<a atId=all>全体</a>',
    '[点我](https://evil.example)',
    '![图](@lALP)',
    '**加粗** *斜* `码` ~~删~~',
    '# 标题\n- 项\n1. 项\n> 引',
    '    代码',
    'https://evil.example/x',
    '| a | b |',
  ])('%s', (typed) => {
    const escaped = escapeMarkdown(typed);
    expect(escaped).not.toMatch(/[<>[\]*`~|]|:\/\/|^#|^- |^\d+\. |^ {4}/m);
    // Nothing of it is taken for a mark.
    expect(withoutMarks(escaped).replace(/\s/g, '')).toBe(escaped.replace(/\s/g, ''));
  });

  test('line breaks stay', () => {
    expect(escapeMarkdown('一\n二')).toBe('一  \n二');
  });
});

describe('limits', () => {
  const card: Card = { key: 'x', title: '题', tone: 'info', blocks: [], actions: [] };
  test('too many buttons, too much text: named before sending', () => {
    const actions = Array.from({ length: 21 }, (_, index) => ({ label: `第${index}`, action: 'a' }));
    expect(() => renderForTemplate({ ...card, actions }, nobody)).toThrow(CardTooLarge);
    const blocks = [{ kind: 'text', text: rich`${'长'.repeat(40_000)}` }] as const;
    expect(() => renderForTemplate({ ...card, blocks }, nobody)).toThrow(/dataBytes/);
  });

  test('more people than a list holds are asked for by name', () => {
    const candidates = Array.from({ length: 51 }, (_, person) => ({ person, name: `老师${person}` }));
    const field = { kind: 'person', name: 'owner', label: '责任人', required: true, candidates, initial: 3 } as const;
    const form = { action: 'a', revision: 1, fields: [field], submit: '派单' };
    const { fields } = readForm(variablesOf({ ...card, form }, nobody).form);
    expect(fields?.find((one) => one.name === 'owner')).toMatchObject({ type: 'TEXT', initial: '老师3' });
  });
});

describe('the answer to a press', () => {
  const press = (trackId: string, params: unknown) => {
    const content = JSON.stringify({ cardPrivateData: { actionIds: ['x'], params } });
    const read = readPress({ outTrackId: trackId, userId: '0147', spaceId: 'c', content }, 'd', 1);
    if (!read) throw new Error('not read');
    return read;
  };
  const done: Card = { key: 'x', title: '已办', tone: 'done', blocks: [], actions: [] };
  const button = { action: 'a', reference: '{}' };

  test('one-to-one: the card and what became of it, in the presser’s own values', () => {
    const answer = answerPress(
      press('o1.p.0147', button),
      { toast: { tone: 'success', text: '已派给赵强' }, card: { card: done, directory } },
      silent,
    );
    expect(answer.userPrivateData?.cardParamMap).toMatchObject({ title: '已办', notice: '已派给赵强', state: 'text' });
    expect(answer.cardUpdateOptions).toEqual({ updateCardDataByKey: true, updatePrivateDataByKey: true });
  });

  test('on a shared card only until the next shared update', () => {
    const answer = answerPress(press('o1.g', button), { toast: { tone: 'warning', text: '这一步由安全办办' } }, silent);
    expect(answer).toMatchObject({ cardData: { cardParamMap: { notice: '这一步由安全办办' } } });
    expect(answer.userPrivateData).toBeUndefined();
  });

  test('what was handed in stays readable, and cannot be handed in again', () => {
    const form = {
      _anyuan: JSON.stringify({ action: 'a', reference: {}, revision: 1, marks: {} }),
      measure: '换螺栓',
    };
    const current = { fields: [{ name: 'measure', type: 'TEXT', label: '措施' }] };
    const answer = answerPress(
      press('o1.p.0147', { form, current_form: current }),
      { toast: { tone: 'success', text: '已交' }, card: { card: done, directory } },
      silent,
    );
    const values = answer.cardData?.cardParamMap ?? {};
    expect(values).toMatchObject({ state: 'form', form_status: 'disabled', form_btn_text: '已提交' });
    expect(JSON.parse(values.form ?? '')).toEqual({
      fields: [{ name: 'measure', type: 'TEXT', label: '措施', readOnly: true, defaultValue: '换螺栓' }],
    });
  });

  test('nothing to say is an empty answer', () => {
    expect(answerPress(press('o1.p.0147', button), {}, silent)).toEqual({});
  });
});

test('a card’s id says for whom it is, keeps its key and its length', () => {
  const person = trackIdOf('o17-abc', { kind: 'person', userId: '0147' });
  expect([person, audienceOf(person)]).toEqual(['o17-abc.p.0147', { is: 'person', userId: '0147' }]);
  expect(audienceOf(trackIdOf('o17-abc', { kind: 'group', chatId: 'cid==' }))).toEqual({ is: 'group' });
  const long = trackIdOf('k'.repeat(60), { kind: 'person', userId: 'u'.repeat(60) });
  expect(long.length).toBeLessThanOrEqual(100);
  expect(audienceOf(long)).toEqual({ is: 'person', userId: 'u'.repeat(60) });
});
