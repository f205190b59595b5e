import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { samples } from '../../cards/duties/round.ts';
import { plainCard } from '../../cards/model.ts';
import { checklist, checklistItem } from '../../src/duties/rounds/checklist.ts';
import { beforePhoto, gatherPhotos } from '../../src/duties/rounds/gather.ts';
import { type Answer, HALF_MONTH, MONTHLY, PAGE_ITEMS, paged, roundOf } from '../../src/duties/rounds/pages.ts';
import { findingsOf } from '../../src/duties/rounds/sign.ts';
import { changeSetting } from '../../src/duties/settings.ts';
import { ownersOf, type Task } from '../../src/duties/tasks.ts';
import { openDraftsOf } from '../../src/hazards/queries.ts';
import { isPlaceKind, readCategoryValue } from '../../src/hazards/taxonomy.ts';
import { DAY, HOUR, MINUTE } from '../../src/kernel/time.ts';
import { hazard, place, role } from '../../src/store/schema/index.ts';
import { openSmallSchool, type SmallSchool } from './small_school.ts';

const staff = {
  王芳: ['safety_office'],
  周校: ['principal'],
  赵强: ['facility_lead'],
  陈静: ['canteen_manager'],
  班一: ['class_teacher'],
  班二: ['class_teacher'],
  班三: ['class_teacher'],
  班四: ['class_teacher'],
};

function open(): SmallSchool {
  const school = openSmallSchool(staff, '2025-09-15 10:00');
  school.plan();
  school.to('2025-09-16 08:10');
  return school;
}
const taskOf = (school: SmallSchool, kind: string): Task => {
  const found = school.tasks(HALF_MONTH).find((task) => task.scopeId === kind);
  if (!found) throw new Error(`no round of ${kind}`);
  return found;
};
const sign = (
  school: SmallSchool,
  name: string,
  kind: string,
  bad: readonly string[] = [],
  na: readonly string[] = [],
) => school.press(name, 'round.submit', { task: taskOf(school, kind).id }, { bad, na, onSite: true });

describe('the checklist', () => {
  it('has the 84 items, each of a known place and category', () => {
    expect(checklist.map((item) => item.id)).toEqual(
      Array.from({ length: 84 }, (_, index) => `c${String(index + 1).padStart(2, '0')}`),
    );
    for (const item of checklist) {
      expect([item.id, isPlaceKind(item.place)]).toEqual([item.id, true]);
      expect([item.id, readCategoryValue(`${item.category}/${item.sub}`)]).toEqual([
        item.id,
        { category: item.category, sub: item.sub },
      ]);
      if (item.severity === 'major_candidate') expect(item.major).toBe(true);
    }
    expect(checklistItem('c23')).toMatchObject({ place: 'canteen', severity: 'major_candidate', major: true });
    expect(checklistItem('c01')).toMatchObject({ severity: 'serious', major: true });
  });

  it('whatever is answered, pages hold at most eight, cover everything once and end', () => {
    fc.assert(
      fc.property(
        fc.subarray([...checklist], { minLength: 1 }),
        fc.boolean(),
        fc.array(fc.constantFrom<Answer>('ok', 'bad', 'na'), { minLength: 1 }),
        (items, summary, given) => {
          let answers: Record<string, Answer> = {};
          const asked: string[] = [];
          for (let page = 1; ; page += 1) {
            const round = paged(items, answers, summary);
            expect(round.page.length).toBeLessThanOrEqual(PAGE_ITEMS);
            expect([round.number, page <= round.pages]).toEqual([page, true]);
            asked.push(...round.page.map((item) => item.id));
            if (round.isLast) {
              expect(page).toBe(round.pages);
              break;
            }
            answers = {
              ...answers,
              ...Object.fromEntries(round.page.map((item, index) => [item.id, given[index % given.length] ?? 'ok'])),
            };
          }
          expect(asked).toEqual(items.map((item) => item.id));
        },
      ),
    );
  });
});

describe('who is asked', () => {
  it('one card to each keeper for all their places, however many class heads there are', () => {
    const school = open();
    const asked = school.asked().filter((one) => one.card === 'round.list');
    expect(asked.map((one) => one.to).sort()).toEqual([school.id('赵强'), school.id('陈静')]);
    expect(ownersOf(school.context(), taskOf(school, 'classroom'))).toEqual([school.id('赵强')]);
    expect(ownersOf(school.context(), taskOf(school, 'canteen'))).toEqual([school.id('陈静')]);
    // No dormitory, no kindergarten, no laboratory in this school.
    const kinds = school.tasks(HALF_MONTH).map((task) => task.scopeId);
    expect(kinds).toContain('gate');
    for (const none of ['dorm', 'kids-facility', 'lab']) expect(kinds).not.toContain(none);
    expect(ownersOf(school.context(), taskOf(school, 'gate'))).toEqual([school.id('赵强')]);
  });

  it('classrooms are signed for grade by grade, each by its own lead; one signature does not end the others', () => {
    const school = openSmallSchool({ ...staff, 段一: [], 段二: [] }, '2025-09-15 10:00');
    for (const [grade, lead] of [
      ['三年级', '段一'],
      ['四年级', '段二'],
      ['五年级', undefined],
    ] as const) {
      school.addClass(`${grade}1班`, [], { grade });
      if (lead) school.addGradeLead(lead, grade);
    }
    school.plan();
    school.to('2025-09-16 08:10');
    const rooms = () => school.tasks(HALF_MONTH).filter((task) => task.scopeId.startsWith('classroom'));
    const owners = Object.fromEntries(rooms().map((task) => [task.scopeId, ownersOf(school.context(), task)]));
    expect(owners).toEqual({
      'classroom@三年级': [school.id('段一')],
      'classroom@四年级': [school.id('段二')],
      // Nobody leads the fifth: whoever answers for classrooms besides the many class heads.
      'classroom@五年级': [school.id('赵强')],
    });
    expect(school.text('round.form', { task: taskOf(school, 'classroom@三年级').id }, '段一')).toContain(
      '半月排查：三年级教室 4 项',
    );
    expect(() => sign(school, '段二', 'classroom@三年级')).toThrow();
    sign(school, '段一', 'classroom@三年级', ['c82']);
    expect(rooms().filter((task) => task.state === 'open')).toHaveLength(2);
    // The month's self-check asks for classrooms until every grade has signed.
    school.until('2025-09-26 10:00');
    const monthly = () => school.tasks(MONTHLY)[0];
    const asksRooms = () => {
      const task = monthly();
      return task !== undefined && roundOf(school.context(), task).items.some((item) => item.place === 'classroom');
    };
    expect(asksRooms()).toBe(true);
    sign(school, '段二', 'classroom@四年级');
    expect(asksRooms()).toBe(true);
    sign(school, '赵强', 'classroom@五年级');
    expect(asksRooms()).toBe(false);
  });

  it('whom the roster names for a place keeps it, and a place of the roster is inspected', () => {
    const school = openSmallSchool(staff, '2025-09-15 10:00');
    const made = school.db.insert(place).values({ schoolId: 1, name: '1号宿舍', kind: 'dorm' }).returning().get();
    school.db
      .insert(role)
      .values({
        personId: school.id('班一'),
        schoolId: 1,
        role: 'dorm_keeper',
        scope: 'place',
        scopeId: String(made.id),
      })
      .run();
    school.plan();
    school.to('2025-09-16 08:10');
    expect(ownersOf(school.context(), taskOf(school, 'dorm'))).toEqual([school.id('班一')]);
  });
});

describe('signing', () => {
  it('needs the person on the spot, and an item is not both', () => {
    const school = open();
    const { id } = taskOf(school, 'canteen');
    const press = (values: Record<string, readonly string[] | boolean>) => () =>
      school.press('陈静', 'round.submit', { task: id }, values);
    expect(press({ bad: ['c22'], na: [], onSite: false })).toThrow(
      expect.objectContaining({ toast: expect.objectContaining({ text: '本人到场查过才能签字' }) }),
    );
    expect(press({ bad: ['c22'], na: ['c22'], onSite: true })).toThrow(
      expect.objectContaining({ code: 'form.invalid' }),
    );
    expect(press({ bad: ['c01'], na: [], onSite: true })).toThrow(expect.objectContaining({ code: 'form.invalid' }));
    expect(() => school.press('班一', 'round.submit', { task: id }, { onSite: true })).toThrow(
      expect.objectContaining({ code: 'action.forbidden' }),
    );
    expect(taskOf(school, 'canteen').state).toBe('open');
  });

  it('all in order: signed, no hazard, and the next place', () => {
    const school = open();
    const outcome = sign(school, '赵强', 'toilet', [], ['c14']);
    expect(outcome.become?.card).toBe('round.list');
    expect(taskOf(school, 'toilet')).toMatchObject({
      state: 'done',
      doneById: school.id('赵强'),
      content: { sign: true, problems: 0, answers: { c12: 'ok', c13: 'ok', c14: 'na' } },
    });
    expect(findingsOf(school.context(), taskOf(school, 'toilet').id)).toEqual([]);
    expect(() => sign(school, '赵强', 'toilet')).toThrow(expect.objectContaining({ code: 'duty.done' }));
  });

  it('what is wrong is registered with one tap; a known one is asked about', () => {
    const school = open();
    expect(sign(school, '陈静', 'canteen', ['c22', 'c23', 'c24']).become?.card).toBe('round.findings');
    const task = { task: taskOf(school, 'canteen').id };
    expect(school.text('round.findings', task, '陈静')).toContain('★ 先管控，对照重大');
    school.press('陈静', 'round.register-all', task);
    const made = school.db.select().from(hazard).all();
    expect(made.map((one) => [one.source, one.placeKind, one.sub, one.major, one.incomplete])).toEqual([
      ['半月排查', 'canteen', 'sample', null, false],
      ['半月排查', 'canteen', 'gas', 'candidate', false],
      ['半月排查', 'canteen', 'flammable', null, false],
    ]);
    expect(school.text('round.findings', task, '陈静')).toContain(made[0]?.number);
    expect(() => school.press('陈静', 'round.register-all', task)).toThrow(
      expect.objectContaining({ code: 'round.filed' }),
    );
    // Two weeks later the same thing is still there.
    school.to('2025-10-09 09:00');
    const next = school
      .tasks(HALF_MONTH)
      .filter((one) => one.scopeId === 'canteen')
      .at(-1);
    school.asked();
    school.press('陈静', 'round.submit', { task: next?.id ?? 0 }, { bad: ['c22'], na: [], onSite: true });
    school.press('陈静', 'round.register-all', { task: next?.id ?? 0 });
    expect(school.asked().map((one) => one.card)).toContain('hazard.duplicate');
    expect(school.db.select().from(hazard).all()).toHaveLength(3);
  });

  it('nobody looks: after 15 minutes it is in the ledger all the same', () => {
    const school = open();
    sign(school, '陈静', 'canteen', ['c22', 'c26']);
    school.later(16 * MINUTE);
    school.tick();
    const made = school.db.select().from(hazard).all();
    expect(made.map((one) => [one.source, one.incomplete])).toEqual([
      ['半月排查', true],
      ['半月排查', true],
    ]);
  });

  it('taken back and signed anew: nothing twice, and what is in order after all is not filed', () => {
    const school = open();
    sign(school, '陈静', 'canteen', ['c22', 'c26']);
    school.later(2 * MINUTE);
    school.press('陈静', 'duty.undo', { task: taskOf(school, 'canteen').id });
    sign(school, '陈静', 'canteen', ['c22', 'c25']);
    school.press('陈静', 'round.register-all', { task: taskOf(school, 'canteen').id });
    expect(
      school.db
        .select()
        .from(hazard)
        .all()
        .map((one) => one.sub),
    ).toEqual(['sample', 'expired']);
  });

  it('after the deadline it is still taken, as 补录', () => {
    const school = open();
    school.later(30 * DAY);
    school.tick();
    const [first] = school.tasks(HALF_MONTH).filter((task) => task.scopeId === 'canteen');
    expect(first?.state).toBe('missed');
    school.press('陈静', 'round.submit', { task: first?.id ?? 0 }, { bad: [], na: [], onSite: true });
    expect(school.tasks(HALF_MONTH).find((task) => task.id === first?.id)).toMatchObject({ state: 'done', late: true });
  });
});

describe('pictures', () => {
  it('a round that was begun gathers them for two hours; a due one is a guess, several are none', () => {
    const school = open();
    const context = () => school.as({ kind: 'person', person: school.id('陈静'), platform: 'feishu' });
    const photo = (name: string) => beforePhoto(context(), { person: school.id(name), platform: 'feishu' });
    // 赵强 has many places: nobody can know which.
    expect(photo('赵强')).toBe(false);
    expect(openDraftsOf(school.context(), school.id('赵强'))).toEqual([]);
    const canteen = taskOf(school, 'canteen');
    gatherPhotos(context(), canteen, school.id('陈静'));
    expect(photo('陈静')).toBe(false);
    expect(openDraftsOf(school.context(), school.id('陈静')).map((one) => one.taskId)).toEqual([canteen.id]);
    school.later(2 * HOUR + MINUTE);
    school.tick();
    expect(openDraftsOf(school.context(), school.id('陈静'))).toEqual([]);
    sign(school, '陈静', 'boiler-gas');
    expect(photo('陈静')).toBe(true);
  });
});

describe('每月自查', () => {
  it('asks page by page what nobody signed for this month, then for the summary and the principal', () => {
    const school = open();
    changeSetting(school.context(), 1, MONTHLY, { on: true });
    for (const task of school.tasks(HALF_MONTH)) {
      if (task.scopeId === 'canteen') continue;
      school.press('王芳', 'round.submit', { task: task.id }, { bad: [], na: [], onSite: true });
    }
    school.to('2025-09-25 09:00');
    const monthly = () => school.tasks(MONTHLY).at(-1);
    const task = monthly();
    if (!task) throw new Error('no self-check was opened');
    const round = roundOf(school.context(), task);
    const places = new Set(round.items.map((item) => item.place));
    expect(places).toEqual(new Set(['canteen', 'gate-road', 'periphery', 'school-wide']));
    expect([round.pages, round.isLast]).toEqual([3, false]);
    expect(school.text('round.form', { task: task.id }, '王芳')).toContain('不用再查');
    school.press('王芳', 'round.submit', { task: task.id }, { bad: ['c22'], na: [] });
    const stale = school.registry.actions.get('round.submit');
    expect(() =>
      stale?.press(school.context(), {
        person: school.id('王芳'),
        reference: { task: task.id },
        values: {},
        revision: task.revision,
      }),
    ).toThrow(expect.objectContaining({ code: 'form.invalid' }));
    expect(school.text('round.form', { task: task.id }, '王芳')).toContain('已看 8/16');
    school.press('王芳', 'round.submit', { task: task.id }, { bad: [], na: ['c80'] });
    const last = school.show('round.form', { task: task.id }, '王芳').form;
    expect(last?.fields.map((one) => one.label)).toEqual([
      '自查小结',
      '发现',
      '已改',
      '校长签',
      '自查表',
      '本人到场查过',
    ]);
    school.press(
      '王芳',
      'round.submit',
      { task: task.id },
      { summary: '已查。', found: 1, fixed: 0, signed: school.id('周校'), onSite: true },
    );
    expect(monthly()).toMatchObject({
      state: 'done',
      content: { summary: '已查。', problems: 1, answers: { c22: 'bad', c80: 'na' } },
    });
    school.press('王芳', 'round.register-all', { task: task.id });
    expect(
      school.db
        .select()
        .from(hazard)
        .all()
        .map((one) => one.source),
    ).toEqual(['月自查']);
  });
});

it('cards stay within what a phone shows', () => {
  for (const card of samples) {
    expect([...card.title].length).toBeLessThanOrEqual(20);
    expect(card.actions.length).toBeLessThanOrEqual(5);
    expect([...plainCard(card)].length).toBeLessThanOrEqual(420);
  }
});
