import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Card, Field } from '../../cards/model.ts';
import { readTextAnswer } from '../../cards/text/answer.ts';
import { readDate, readDateTime, readTime } from '../../cards/text/moments.ts';
import { offerLines, offerOf } from '../../cards/text/offer.ts';

const fields: readonly Field[] = [
  { kind: 'longText', name: 'measure', label: '整改措施', required: true, maxLength: 200 },
  { kind: 'number', name: 'cost', label: '费用', required: false, minimum: 0, maximum: 9_999 },
  {
    kind: 'singleSelect',
    name: 'severity',
    label: '等级',
    required: true,
    options: [
      { value: 'general', text: '一般' },
      { value: 'larger', text: '较大' },
    ],
    initial: 'general',
  },
  {
    kind: 'multiSelect',
    name: 'controls',
    label: '管控',
    required: false,
    options: [
      { value: 'fence', text: '围挡' },
      { value: 'sign', text: '警示牌' },
    ],
  },
  {
    kind: 'person',
    name: 'owner',
    label: '责任人',
    required: true,
    candidates: [
      { person: 3, name: '赵强' },
      { person: 4, name: '赵敏' },
      { person: 5, name: '欧阳雪（总务）' },
    ],
  },
  { kind: 'date', name: 'due', label: '期限', required: true },
  { kind: 'bool', name: 'stopped', label: '已停用', required: false, initial: false },
  { kind: 'photo', name: 'after', label: '整改后照片', required: true, count: 0, atLeast: 1 },
];
const card: Card = {
  key: 'x',
  title: '题',
  tone: 'info',
  blocks: [],
  form: {
    action: 'fix',
    reference: { hazard: 1 },
    revision: 2,
    fields,
    submit: '申请复查',
    cancel: { label: '先不交', action: 'drop' },
  },
  actions: [{ label: '不归我管', action: 'not-mine', reference: { hazard: 1 } }],
};
const offer = offerOf(card);
const read = (words: string) => readTextAnswer(words, offer, '2025-09-18');
const valuesOf = (words: string) => {
  const answer = read(words);
  return answer?.is === 'choice' ? { ...answer.values } : answer;
};

test('what the reader is told', () => {
  expect(offerLines(offer)).toEqual([
    '要填的，一行一项照样子发回来，不改的不用写：',
    '整改措施：',
    '费用：（选填）',
    '等级：一般（一般／较大）',
    '管控：（可写几项：围挡／警示牌，选填）',
    '责任人：（赵强／赵敏／欧阳雪（总务））',
    '期限：（如 9月20日）',
    '已停用：否（是／否）',
    '整改后照片 0 张，还差 1 张，把照片发到和安园的会话里，会自动加上',
    '回复数字：1 申请复查　2 先不交　3 不归我管',
  ]);
});

describe('a number', () => {
  test.each([
    ['1', 'fix'],
    [' １ ', 'fix'],
    ['回复2', 'drop'],
    ['3。', 'not-mine'],
  ])('%j', (words, action) => {
    expect(read(words)).toMatchObject({ is: 'choice', choice: { action } });
  });
  test('nobody offered it', () => {
    expect(read('4')).toEqual({ is: 'unknown-number', most: 3 });
    expect(read('0')).toEqual({ is: 'unknown-number', most: 3 });
  });
  test.each(['110', '1号楼漏水', '2楼灯坏了', '3个人受伤', '下午3', '1\n食堂着火'])('%j is no answer', (words) => {
    expect(read(words)).toBeUndefined();
  });
});

describe('lines', () => {
  test.each([
    ['整改措施：换螺栓\n又加固了 3 处', { measure: '换螺栓\n又加固了 3 处' }],
    ['1\n整改措施：换螺栓', { measure: '换螺栓' }],
    ['等级:较大', { severity: 'larger' }],
    ['等级：较大（一般／较大）', { severity: 'larger' }],
    ['管控：围挡、警示牌', { controls: ['fence', 'sign'] }],
    ['责任人：赵强老师', { owner: 3 }],
    ['责任人：@赵强', { owner: 3 }],
    ['责任人：欧阳雪', { owner: 5 }],
    // Two of them: the form asks again.
    ['责任人：赵', { owner: '赵' }],
    ['期限：9月25日', { due: '2025-09-25' }],
    ['期限：明天', { due: '2025-09-19' }],
    ['期限：很快', { due: '很快' }],
    ['已停用：是的', { stopped: true }],
    ['费用：１２０', { cost: '120' }],
    ['费用：\n整改措施：换', { cost: '', measure: '换' }],
  ])('%j', (words, values) => {
    expect(valuesOf(words)).toEqual(values);
  });
  test.each(['今天：食堂后门灯坏了', '报告：单杠松了', '时间 10:20 单杠松了', '换螺栓'])('%j is no answer', (words) => {
    expect(read(words)).toBeUndefined();
  });
});

describe('moments', () => {
  test.each([
    ['2025-9-5', '2025-09-05'],
    ['2025年9月5日', '2025-09-05'],
    ['9/5', '2025-09-05'],
    ['9月25日 周四', '2025-09-25'],
    ['1月5日', '2026-01-05'],
    ['2月30日', undefined],
    ['后天', '2025-09-20'],
    ['13.5', undefined],
  ])('day %s', (text, day) => {
    expect(readDate(text, '2025-09-18')).toBe(day);
  });
  test.each([
    ['16:00', '16:00'],
    ['下午4点半', '16:30'],
    ['8点', '08:00'],
    ['25:00', undefined],
    ['4', undefined],
  ])('time %s', (text, time) => {
    expect(readTime(text)).toBe(time);
  });
  test.each([
    ['9月20日 16:00', '2025-09-20 16:00'],
    ['明天下午4点', '2025-09-19 16:00'],
    ['2025-09-20 16:00', '2025-09-20 16:00'],
    ['明天', undefined],
  ])('both %s', (text, moment) => {
    expect(readDateTime(text, '2025-09-18')).toBe(moment);
  });
});

test('whatever is typed, reading it never throws and only names what was offered', () => {
  const names = new Set(fields.map((field) => field.name));
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string(), fc.constantFrom('等级：', '1', '责任人：赵', '：', '期限:9'))),
      (lines) => {
        const answer = read(lines.join('\n'));
        if (answer?.is !== 'choice') return;
        for (const name of Object.keys(answer.values ?? {})) expect(names.has(name)).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});
