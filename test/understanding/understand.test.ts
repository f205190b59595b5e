import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placedTitle } from '../../src/understanding/title.ts';
import { understand } from '../../src/understanding/understand.ts';
import type { HazardReading } from '../../src/understanding/understanding.ts';
import { HAZARD_PARAPHRASES } from './hazard-paraphrases.ts';
import { MORE_PARAPHRASES } from './more-paraphrases.ts';
import { PARAPHRASES } from './paraphrases.ts';
import { SAMPLES } from './samples.ts';

function hazardIn(text: string): HazardReading {
  const understood = understand(text);
  if (understood.intent !== 'hazard') throw new Error(`${text}: read as ${understood.intent}`);
  return understood.hazard;
}

function intentOf(text: string): string {
  const { intent } = understand(text);
  return intent === 'chatter' ? 'other' : intent;
}

describe('the samples of domain/hazards.md §8', () => {
  it.each(SAMPLES)('%s', (text, sub, place, severity) => {
    const hazard = hazardIn(text);
    expect([`${hazard.category}/${hazard.sub}`, hazard.place.kind, hazard.severity]).toEqual([sub, place, severity]);
  });

  it.each([
    ['收到，谢谢', { intent: 'chatter' }],
    ['今天下午三点安全例会', { intent: 'other' }],
    ['昨天报的扶手修好了', { intent: 'follow-up', says: 'fixed' }],
    ['上次那个井盖还没弄', { intent: 'follow-up', says: 'not-yet' }],
    ['我们班小明老被几个同学堵在厕所要钱', { intent: 'sensitive', kind: 'bullying' }],
    ['有学生说不想活了', { intent: 'sensitive', kind: 'self-harm' }],
    ['这学期演练什么时候', { intent: 'other' }],
    ['楼梯那里有点问题', { intent: 'hazard-vague', missing: ['phenomenon'] }],
    ['有家长扬言要来找老师麻烦', { intent: 'sensitive', kind: 'threat' }],
    ['[只有图片]', { intent: 'hazard-vague', missing: ['place', 'phenomenon'] }],
  ])('%s', (text, expected) => {
    expect(understand(text)).toMatchObject(expected);
  });

  it.each([
    ['三楼西边楼梯扶手晃得厉害，课间学生都靠那儿', '3层西侧', '3层西侧楼梯扶手晃'],
    ['2号楼一楼安全出口又被锁上了，打不开', '2号楼1层', undefined],
    ['初二3班门口那灯闪还滋滋响', '初二3班', undefined],
    ['宿舍302有人用热得快，烧黑了插座', '302', '宿舍302热得快'],
    ['食堂后门的灭火器过期了', '后门', '食堂后门灭火器过期'],
    ['操场跑道有个坑', '跑道', '操场跑道坑'],
    ['五(2)今天有6个孩子发烧呕吐', '五年级2班', undefined],
    ['B栋四楼东头走廊灭火器过期了', 'B栋4层东侧', undefined],
    ['十二号楼2层女厕地滑', '12号楼2层女厕', undefined],
  ])('says where exactly: %s', (text, detail, title) => {
    const hazard = hazardIn(text);
    expect(hazard.place.detail).toBe(detail);
    if (title !== undefined) expect(hazard.title).toBe(title);
    expect(hazard.title.length).toBeLessThanOrEqual(14);
  });

  it.each([
    ['灭火器过期', { detail: '' }, { kind: 'canteen', detail: '后门' }, '食堂后门灭火器过期'],
    ['食堂后门灭火器过期', { kind: 'canteen', detail: '后门' }, { kind: 'lab', detail: '2层' }, '2层实验室灭火器过期'],
    [
      '食堂后门灭火器过期',
      { kind: 'canteen', detail: '后门' },
      { kind: 'canteen', detail: '后门' },
      '食堂后门灭火器过期',
    ],
    ['楼梯扶手晃', { kind: 'stairs', detail: '' }, { kind: 'stairs', detail: '3层西侧' }, '3层西侧楼梯扶手晃'],
    ['地漏堵了水漫出来地上滑', { detail: '' }, { kind: 'toilet', detail: '男厕' }, '男厕地漏堵了水漫出来地上滑'],
  ])('a place told afterwards is in the title: %s', (title, before, now, expected) => {
    expect(placedTitle(title, before, now)).toBe(expected);
  });

  it('marks a repeat and names the major trigger', () => {
    expect(hazardIn('2号楼一楼安全出口又被锁上了，打不开')).toMatchObject({
      repeated: true,
      majorTrigger: 'mt-exit-barrier',
    });
    expect(hazardIn('后勤电动车推进楼道充电').majorTrigger).toBe('mt-ebike');
    expect(hazardIn('东围墙倒了一个口子，学生钻出去买零食').repeated).toBe(false);
  });
});

describe('paraphrases', () => {
  it.each(Object.entries(PARAPHRASES).flatMap(([intent, texts]) => texts.map((text) => [intent, text] as const)))(
    '%s: %s',
    (intent, text) => {
      expect(intentOf(text)).toBe(intent);
    },
  );

  it.each(Object.entries(MORE_PARAPHRASES).flatMap(([intent, texts]) => texts.map((text) => [intent, text] as const)))(
    '%s: %s',
    (intent, text) => {
      expect(intentOf(text)).toBe(intent);
    },
  );

  it('marks harm to oneself under way for the private route as well', () => {
    expect(understand('有学生割腕了，流了好多血')).toMatchObject({ intent: 'emergency', sensitive: 'self-harm' });
    expect(understand('教学楼着火了')).not.toHaveProperty('sensitive');
  });

  it.each([
    ['化学实验室爆炸了', 'fire', '化学实验室'],
    ['食堂冒烟', 'fire', '食堂'],
    ['走廊尽头冒烟', 'fire', '走廊'],
    ['楼道里有烟', 'fire', '楼道'],
    ['东门有人砸门要闯进来', 'intruder', '东门'],
    ['操场有人晕倒了', 'injury', '操场'],
    ['教学楼着火了', 'fire', '教学楼'],
    ['食堂后厨起火', 'fire', '食堂后厨'],
    ['三楼厕所有学生晕倒', 'injury', '3层厕所'],
    ['三(2)班教室着火了', 'fire', '三年级2班教室'],
    ['着火了', 'fire', ''],
  ])('hears where people are in danger: %s', (text, kind, where) => {
    expect(understand(text)).toMatchObject({ intent: 'emergency', kind, where });
  });

  it.each(HAZARD_PARAPHRASES)('%s at %s: %s', (sub, place, text) => {
    const hazard = hazardIn(text);
    expect([`${hazard.category}/${hazard.sub}`, hazard.place.kind]).toEqual([sub, place]);
  });
});

describe('guards', () => {
  it.each([
    ['不是演练 真着火了', 'fire'],
    ['昨天修的插座现在冒烟了', 'fire'],
    ['刚演练完有学生晕倒了', 'injury'],
    ['宣传栏倒了，砸到一个学生头上全是血', 'injury'],
    ['讲座现场有学生晕倒了', 'injury'],
    ['上体育课的时候有学生突然昏过去了', 'injury'],
  ])('does not silence %s', (text, kind) => {
    expect(understand(text)).toMatchObject({ intent: 'emergency' });
    if (kind === 'fire') expect(understand(text)).toMatchObject({ kind });
  });

  it.each(['演练', '【演练】', '【模拟】', '消防演练：', '模拟演练，', '应急演练通知：'])(
    '%s never pages anybody',
    (opening) => {
      for (const text of PARAPHRASES.emergency) {
        if (/不是/.test(text)) continue;
        expect([text, understand(`${opening}${text}`).intent]).not.toEqual([text, 'emergency']);
      }
    },
  );

  it('reads a homophone, a dialect and a voice message as the plain one', () => {
    const readings = ['三楼楼梯扶手松了', '三楼楼题扶首松了', '嗯那个三楼楼梯扶手松了啊', '三樓樓梯扶手鬆咗'].map(
      (text) => {
        const { category, sub, place } = hazardIn(text);
        return { category, sub, place };
      },
    );
    for (const reading of readings) expect(reading).toEqual(readings[0]);
  });
});

describe('two hazards in one message', () => {
  it('are told apart, each with its own words', () => {
    const understood = understand('食堂打饭口地面全是油很滑，另外二楼走廊的灭火器也过期了');
    expect(understood).toMatchObject({
      intent: 'hazard-many',
      hazards: [
        { category: 'building', sub: 'floor', place: { kind: 'canteen' } },
        {
          category: 'fire',
          sub: 'equipment',
          place: { kind: 'teaching-building', detail: '2层' },
          description: '二楼走廊的灭火器也过期了',
        },
      ],
    });
  });

  it('a 门口 after another place is its own doorway; alone, the school gate', () => {
    expect(understand('一楼男厕所地面湿滑，门口的灯也坏了')).toMatchObject({
      intent: 'hazard-many',
      hazards: [{ place: { kind: 'toilet', detail: '1层男厕' } }, { place: { kind: 'toilet', detail: '1层男厕' } }],
    });
    expect(hazardIn('门口的灯坏了').place.kind).toBe('gate');
  });

  it.each([
    ['三楼扶手松了，校门口减速带坏了', '三楼扶手松了', '校门口减速带坏了'],
    ['食堂地面有油门口的灭火器过期了', '食堂地面有油', '门口的灭火器过期了'],
  ])('%s is two without a word that says so, and no word is lost', (text, first, second) => {
    expect(understand(text)).toMatchObject({
      intent: 'hazard-many',
      hazards: [{ description: first }, { description: second }],
    });
  });

  it.each([
    '食堂后门的灭火器过期了，压力表指针在红区',
    '三楼扶手松了，一推就晃，学生靠上去很危险',
    '操场单杠螺丝掉了，孩子差点摔下来',
    '池塘边围栏断了，有学生在边上玩',
    '男厕所地漏堵了，水漫出来，地上滑',
    '传达室没人，外卖直接进来了',
  ])('%s is one', (text) => {
    expect(understand(text).intent).toBe('hazard');
  });
});

describe('whatever is typed', () => {
  const everyText: readonly string[] = [...Object.values(PARAPHRASES).flat(), ...SAMPLES.map(([text]) => text)];

  it('is understood without throwing', () => {
    const words = fc.constantFrom(
      '门',
      '坏了',
      '，',
      '着火',
      '学生',
      '楼',
      '没有',
      '被',
      '从',
      '(',
      '一',
      '2',
      '灭火器',
      '。',
      '\n',
      '🔥',
      '还有',
      '然后',
      '老师',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 10_000 }),
          fc.array(words, { maxLength: 5_000 }).map((parts) => parts.join('').slice(0, 10_000)),
        ),
        (text) => {
          expect(understand(text)).toHaveProperty('intent');
        },
      ),
      { numRuns: 30 },
    );
  }, 60_000);

  // A pattern that tried every way through the text would not end within the test's time.
  it('ends also at 10,000 characters of one word', () => {
    for (const word of ['门坏了', '学生被老师', '从楼上摔下', '灭火器', '一', '，', '火', '有学生'])
      expect(understand(word.repeat(Math.ceil(10_000 / word.length)).slice(0, 10_000))).toHaveProperty('intent');
  }, 30_000);

  it('means the same with a greeting before or marks and spaces after', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...everyText),
        fc.constantFrom('', '您好，', '老师好，', '领导，', '各位老师好！'),
        fc.constantFrom('', '。', '！！', '  ', '~', '…', ' 🙏'),
        (text, greeting, ending) => {
          expect([text, intentOf(`${greeting}${text}${ending}`)]).toEqual([text, intentOf(text)]);
        },
      ),
      { numRuns: 600 },
    );
  });

  it('gives the same answer every time', () => {
    for (const text of everyText) expect(understand(text)).toEqual(understand(text));
  });
});
