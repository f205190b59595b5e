import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { dutyById } from '../../src/duties/catalogue/index.ts';
import { choicesFor } from '../../src/duties/reminder_choice.ts';
import { dutyLedger } from '../../src/records/duty_ledger.ts';
import { dutyPeriod } from '../../src/store/schema/index.ts';
import { openSmallSchool } from './small_school.ts';

const DAILY = 'daily-safety-reminder';

it('a tap keeps what was read out; the ledger shows it, and the class is not offered it again within 20 school days', () => {
  const school = openSmallSchool({ 王芳: ['safety_office'], 李敏: ['staff'] }, '2025-09-17 20:00');
  school.addClass('三(1)班', ['李敏']);
  school.plan();
  school.until('2025-09-18 10:00');
  const latest = () => {
    const task = school.tasks(DAILY).at(-1);
    if (!task) throw new Error('no reminder was asked for');
    return task;
  };
  const first = latest();
  const [shown, other] = choicesFor(school.context(), first);
  school.press('李敏', 'duty.done', { task: first.id });
  expect(latest().content).toMatchObject({ delivered: true, reminder_id: shown?.id, content: shown?.text });
  const duty = dutyById(DAILY);
  const period = { from: '2025-09-18', to: '2025-09-18', text: '' };
  const ledger = dutyLedger(school.context(), 1, period, { title: '', duties: duty ? [duty] : [] });
  const sheet = ledger.sheets.find((one) => one.title === '每日安全提醒');
  expect([...(sheet?.rows() ?? [])][0]).toContain(shown?.text);

  // The next day has the same three: the class is not offered what it has heard.
  school.until('2025-09-19 10:00');
  const [yesterday] = school.db.select().from(dutyPeriod).where(eq(dutyPeriod.period, '2025-09-18')).all();
  school.db.update(dutyPeriod).set({ matter: yesterday?.matter }).where(eq(dutyPeriod.period, '2025-09-19')).run();
  const next = choicesFor(school.context(), latest());
  expect(next.map((one) => one.id)).not.toContain(shown?.id);
  expect(next[0]?.id).toBe(other?.id);
});
