import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { sendCard } from '../../../src/kernel/send.ts';
import { HOUR, MINUTE } from '../../../src/kernel/time.ts';
import { dutyPeriod, dutyTask, identity, outbox } from '../../../src/store/schema/index.ts';
import { type Campus, openCampus } from '../campus.ts';

const DUTIES = [
  'weekly-safety-meeting',
  'monthly-self-check',
  'halfmonth-hazard-inspection',
  'plan-submission',
  'interim-summary',
];

/** 王芳 is the safety office; tasks wait for her by name. */
async function withTasks(
  start: string,
  dutyIds: readonly string[] = DUTIES,
): Promise<{ campus: Campus; ids: number[] }> {
  const campus = await openCampus({ start, staff: { 王芳: ['safety_office'], 周建国: ['principal'] } });
  const ids: number[] = [];
  campus.tenant.server.engine.organisation.change(campus.clock.now(), ({ db, now }) => {
    const who = db
      .select()
      .from(identity)
      .where(eq(identity.userId, campus.person('王芳').openId))
      .get();
    for (const [index, dutyId] of dutyIds.entries()) {
      const times = { openAt: now, dueAt: now + (5 + index) * HOUR };
      db.insert(dutyPeriod)
        .values({ schoolId: 1, dutyId, period: '2025-09', ...times, ladder: [] })
        .run();
      const made = db
        .insert(dutyTask)
        .values({ schoolId: 1, dutyId, period: '2025-09', scope: 'school', assigneeId: who?.personId ?? 0, ...times })
        .returning({ id: dutyTask.id })
        .get();
      ids.push(made.id);
    }
  });
  return { campus, ids };
}

async function ask(campus: Campus, tasks: readonly number[]): Promise<void> {
  const { organisation } = campus.tenant.server.engine;
  organisation.change(campus.clock.now(), (context) => {
    const who = context.db
      .select()
      .from(identity)
      .where(eq(identity.userId, campus.person('王芳').openId))
      .get();
    for (const task of tasks)
      sendCard(context, 'duty.task', { task }, { person: who?.personId ?? 0 }, { lane: 'bulk' });
  });
  await campus.settle();
}

const outboxOf = (campus: Campus) => {
  let rows: (typeof outbox.$inferSelect)[] = [];
  campus.tenant.server.engine.organisation.change(campus.clock.now(), ({ db }) => {
    rows = db.select().from(outbox).all();
  });
  return rows;
};

test('the fourth reminder of an hour becomes one list that holds it, and opens it', async () => {
  const { campus, ids } = await withTasks('2025-09-18 10:00');
  const office = campus.person('王芳');
  await ask(campus, ids);
  // Three cards by themselves, and one list for all.
  for (let count = 0; count < 3; count += 1) office.sees('看依据');
  const list = office.sees('5 项待办，最早 15:00');
  office.seesNothing();
  expect(list.buttons).toContain('办第 1 项');
  expect(outboxOf(campus).filter((row) => row.verdict === 'merged')).toHaveLength(2);
  await office.presses('办第 1 项');
  office.sees('看依据');

  // What comes later in the hour waits for the next list; a list of everything done is not sent.
  await campus.later(20 * MINUTE);
  await ask(campus, ids.slice(0, 1));
  office.seesNothing();
  campus.tenant.server.engine.organisation.change(campus.clock.now(), ({ db }) => {
    db.update(dutyTask).set({ state: 'done' }).run();
  });
  await campus.later(HOUR);
  office.seesNothing();
  await campus.end();
});

/** Summaries of every period there is, to the principal, as the ladders of one morning send them. */
function summarise(campus: Campus, card: 'duty.summary' | 'digest.weekly'): void {
  const principal = campus.person('周建国');
  campus.tenant.server.engine.organisation.change(campus.clock.now(), (context) => {
    const who = context.db.select().from(identity).where(eq(identity.userId, principal.openId)).get();
    for (const { id } of context.db.select().from(dutyPeriod).all()) {
      const subject = card === 'duty.summary' ? { period: id } : { school: 1, week: `2025-09-0${id}`, late: 0 };
      sendCard(context, card, subject, { person: who?.personId ?? 0 }, { lane: 'normal' });
    }
  });
}

test('several summaries of one moment are one message, from which each opens', async () => {
  const { campus } = await withTasks('2025-09-18 10:00');
  const principal = campus.person('周建国');
  summarise(campus, 'duty.summary');
  await campus.settle();
  const list = principal.sees('5 项过了截止没办完', '每周安全例会');
  principal.seesNothing();
  await principal.presses('看第 1 项');
  principal.sees('0/1');
  // What is done meanwhile is not told of; one that is alone is told by itself.
  campus.tenant.server.engine.organisation.change(campus.clock.now(), ({ db }) => {
    db.update(dutyTask).set({ state: 'done' }).run();
  });
  expect((await principal.presses('看第 2 项', undefined, list)).toast?.content).toBe('这项已经办完了');
  await campus.end();
});

test('overviews are spread over the hours and never lost; an answer comes at once', async () => {
  const { campus } = await withTasks('2025-09-18 10:00');
  const principal = campus.person('周建国');
  summarise(campus, 'digest.weekly');
  await campus.settle();
  for (let count = 1; count <= 3; count += 1) principal.sees('安全周报');
  principal.seesNothing();
  await principal.says('帮助');
  principal.sees('可以这样对安园说');
  await campus.to('2025-09-18 11:02');
  principal.sees('安全周报');
  principal.sees('安全周报');
  await campus.end();
});

test('reminders of the night come in the morning, those of boarding nights at once', async () => {
  const { campus, ids } = await withTasks('2025-09-18 22:00', ['weekly-safety-meeting', 'dorm-rollcall']);
  const office = campus.person('王芳');
  await ask(campus, ids.slice(0, 1));
  office.seesNothing();
  await campus.to('2025-09-19 06:29');
  office.seesNothing();
  await campus.to('2025-09-19 06:31');
  office.sees('看依据');
  await campus.end();
});

test('待办 holds duties and hazards, the earliest first', async () => {
  const { campus } = await withTasks('2025-09-18 10:00', ['weekly-safety-meeting']);
  const office = campus.person('王芳');
  await office.says('食堂门口地砖翘起');
  await office.presses('登记隐患');
  office.skips();
  await office.says('待办');
  const list = office.sees('2 项待办，最早 15:00');
  expect(list.text.indexOf('待认定')).toBeLessThan(list.text.indexOf('15:00', list.text.indexOf('1　')));
  await campus.end({ ignore: ['周建国'] });
});
