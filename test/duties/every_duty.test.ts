import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dutySourceCard, dutyTaskCard, sampleTask } from '../../cards/duties/task.ts';
import type { FieldValue } from '../../cards/model.ts';
import { catalogue, dutyById } from '../../src/duties/catalogue/index.ts';
import { unmet } from '../../src/duties/complete.ts';
import type { Duty, DutyField } from '../../src/duties/duty.ts';
import { isFiling } from '../../src/duties/filings/duties.ts';
import { formOf, oneTapField, showForm } from '../../src/duties/form.ts';
import { sendCard } from '../../src/kernel/send.ts';
import { HOUR } from '../../src/kernel/time.ts';
import { render } from '../../src/platforms/feishu/render.ts';
import type { Directory } from '../../src/platforms/platform.ts';
import { dutyPeriod, dutyTask, identity } from '../../src/store/schema/index.ts';
import { objectionTo } from '../platforms/feishu/cards.ts';
import { type Campus, openCampus, picture } from '../stories/campus.ts';

const all = catalogue.map((duty) => [duty.id, duty] as const);
const fifty = Array.from({ length: 50 }, (_, index) => ({ person: index + 1, name: `欧阳老师${index + 1}` }));
const known: Directory = { people: new Map(fifty.map((one) => [one.person, `ou_${one.person}`])), images: new Map() };
const unknown: Directory = { people: new Map(), images: new Map() };

/** What a person might enter: everything, at full length. */
function entry(duty: Pick<Duty, 'form' | 'doneWhen'>, length: number): Record<string, FieldValue> {
  const values: Record<string, FieldValue> = {};
  for (const field of duty.form) {
    const value = valueFor(field, length);
    if (value !== undefined) values[field.key] = value;
  }
  for (const rule of duty.doneWhen) {
    if ('sum' in rule) values[rule.equals] = rule.sum.length * 40;
    if ('atLeast' in rule && typeof values[rule.field] === 'number') values[rule.field] = rule.atLeast;
  }
  return values;
}

function valueFor(field: DutyField, length: number): FieldValue | undefined {
  switch (field.kind) {
    case 'text':
      return '防溺水'.repeat(40).slice(0, Math.min(length, 100));
    case 'longText':
      return '第一行：*已讲*\n第二行<b>'.repeat(40).slice(0, length).trim();
    case 'number':
      return 40;
    case 'date':
      return '2025-09-17';
    case 'dateTime':
      return '2025-09-17 09:05';
    case 'bool':
      return true;
    case 'person':
      return 2;
    case 'singleSelect':
      return field.options.at(-1);
    case 'multiSelect':
      return field.options;
    default:
      // Photos and files come as messages, not with the form.
      return undefined;
  }
}

describe('the card and the form of every duty keep to what Feishu takes', () => {
  const view = (duty: Duty, values: Readonly<Record<string, FieldValue>>) =>
    dutyTaskCard({
      ...sampleTask,
      duty: duty.name,
      what: duty.what,
      scope: '七年级（12）班',
      oneTap: false,
      message: '还差一项：具体位置',
      fields: showForm(duty, { candidates: fifty, photos: 3, files: 0, initial: {}, entered: values }),
    });

  it.each(all)('%s', (_id, duty) => {
    for (const values of [{}, entry(duty, 500)]) {
      for (const directory of [known, unknown]) {
        expect(objectionTo(render(view(duty, values), directory).wire, directory)).toBeUndefined();
      }
    }
    const source = dutySourceCard({
      duty: duty.name,
      ...duty.source,
      doneText: duty.doneText,
      retention: duty.retention,
    });
    expect(objectionTo(render(source, known).wire, known)).toBeUndefined();
    expect(duty.form.length).toBeLessThanOrEqual(12);
    expect(new Set(duty.form.map((field) => field.key)).size).toBe(duty.form.length);
  });
});

describe('the form of every duty checks what it asks', () => {
  it.each(all)('%s', (_id, duty) => {
    const values = entry(duty, 200);
    expect(formOf(duty).check(values)).toEqual({ ok: true, values });
    const required = duty.form.filter((field) => field.required && field.kind !== 'photo' && field.kind !== 'file');
    const empty = formOf(duty).check({});
    expect(empty.ok ? [] : empty.problems.map((problem) => problem.field)).toEqual(required.map((field) => field.key));
    for (const field of duty.form) {
      const wrong = { number: 'viele', date: '2025-02-30', dateTime: 'gestern', singleSelect: '没有这项' } as const;
      if (!(field.kind in wrong)) continue;
      // Just checked to be one of its keys.
      const bad = formOf(duty).check({ ...values, [field.key]: wrong[field.kind as keyof typeof wrong] });
      expect([field.key, bad.ok]).toEqual([field.key, false]);
    }
    for (const rule of duty.doneWhen) {
      const keys = 'sum' in rule ? [...rule.sum, rule.equals] : [rule.field];
      for (const key of keys) expect(duty.form.map((field) => field.key)).toContain(key);
    }
  });
});

describe('what counts as done', () => {
  const rules = catalogue.flatMap((duty) =>
    duty.doneWhen.map((rule) => [duty.id, JSON.stringify(rule), duty, rule] as const),
  );
  it.each(rules)('%s: %s', (_id, _text, duty, rule) => {
    const values = entry(duty, 200);
    expect(unmet(duty.doneWhen, values)).toBeUndefined();
    const field = 'sum' in rule ? rule.equals : rule.field;
    const given = values[field];
    const less = Array.isArray(given) ? given.slice(1) : typeof given === 'number' ? given - 1 : false;
    // Choosing one of many less only matters where all are wanted.
    const stillEnough = Array.isArray(less) && 'atLeast' in rule && less.length >= rule.atLeast;
    if (!stillEnough) expect(unmet([rule], { ...values, [field]: less })).toMatch(/[^。]$/);
  });
});

describe('filled in on a phone, every field of every duty arrives as it was entered', () => {
  let campus: Campus;
  const tasks = new Map<string, number>();
  const people = new Map<string, number>();

  beforeAll(async () => {
    campus = await openCampus({ staff: { 王芳: ['safety_office'], 李敏: ['class_teacher'] } });
    campus.tenant.server.engine.organisation.change(campus.clock.now(), ({ db, now }) => {
      for (const name of ['王芳', '李敏']) {
        const row = db
          .select()
          .from(identity)
          .where(eq(identity.userId, campus.person(name).openId))
          .get();
        people.set(name, row?.personId ?? 0);
      }
      for (const duty of catalogue) {
        const of = { schoolId: 1, dutyId: duty.id, period: '2025-09', openAt: now, dueAt: now + 5 * HOUR };
        db.insert(dutyPeriod)
          .values({ ...of, ladder: [] })
          .run();
        const made = db
          .insert(dutyTask)
          .values({ ...of, scope: 'school', assigneeId: people.get('王芳') ?? 0 })
          .returning({ id: dutyTask.id })
          .get();
        tasks.set(duty.id, made.id);
      }
    });
  });
  afterAll(() => campus.end({ ignore: ['王芳', '李敏'] }));

  const rowOf = (id: string) => {
    let row: typeof dutyTask.$inferSelect | undefined;
    campus.tenant.server.engine.organisation.change(campus.clock.now(), ({ db }) => {
      row = db
        .select()
        .from(dutyTask)
        .where(eq(dutyTask.id, tasks.get(id) ?? 0))
        .get();
    });
    return row;
  };

  it.each(catalogue.map((duty) => [duty.id]))('%s', async (id) => {
    const duty = dutyById(id);
    if (!duty) throw new Error(`no duty ${id}`);
    const teacher = campus.person('王芳');
    teacher.skips();
    campus.tenant.server.engine.organisation.change(campus.clock.now(), (context) => {
      const subject = { task: tasks.get(id) ?? 0 };
      sendCard(context, 'duty.mine', subject, { person: people.get('王芳') ?? 0 }, { lane: 'press' });
    });
    await campus.settle();
    // Titles are cut at twenty characters; the name's beginning tells the duty.
    const card = teacher.sees([...duty.name].slice(0, 2).join(''));
    const tap = ['本班已讲', '已办好'].find((label) => card.buttons.includes(label));
    if (tap) {
      await teacher.presses(tap, undefined, card);
      const done = rowOf(id);
      expect(done?.state).toBe('done');
      const yes = oneTapField(duty);
      if (yes) expect(done?.content).toEqual({ [yes]: true });
      return;
    }
    // Rounds, filings and campaigns have cards and stories of their own.
    if (!card.buttons.includes('登记')) return;
    const entered = entry(duty, 120);
    const asRead = Object.fromEntries(
      Object.entries(entered).map(([key, value]) => [
        key,
        duty.form.find((field) => field.key === key)?.kind === 'person' ? '李敏' : value,
      ]),
    );
    const asks = duty.form
      .filter((field) => field.required && (field.kind === 'photo' || field.kind === 'file'))
      .slice(0, isFiling(id) ? 1 : undefined);
    if (asks.length > 0) {
      // Without what it asks for it is refused; what was typed stays on the card.
      const refused = await teacher.presses('登记', asRead, card);
      expect(refused.toast?.content).toBe(
        `请先发${asks.find((field) => field.kind === 'photo')?.label ?? asks[0]?.label}`,
      );
      const kept = teacher.card('已填的都留着', [...duty.name].slice(0, 2).join(''));
      expect(kept.messageId).toBe(card.messageId);
      for (const [key, value] of Object.entries(entered)) {
        const { label, kind } = duty.form.find((field) => field.key === key) ?? {};
        const shown = kept.fields.find((field) => field.label === label)?.initial;
        if (kind === 'text' || kind === 'number') expect([label, String(shown)]).toEqual([label, String(value)]);
      }
      for (const [index] of asks.entries()) {
        await teacher.sendsPhoto(picture(tasks.size + index + [...tasks.keys()].indexOf(id) * 4), {
          replyTo: card.messageId,
        });
        teacher.card('已附到');
      }
    }
    const result = await teacher.presses('登记', asRead, card);
    expect(result.toast?.content).toBe(`已记：${duty.name}`);
    const expected = Object.fromEntries(
      Object.entries(entered).map(([key, value]) => [
        key,
        duty.form.find((field) => field.key === key)?.kind === 'person' ? people.get('李敏') : value,
      ]),
    );
    expect(rowOf(id)).toMatchObject({ state: 'done', late: false, content: expected });
  });
});
