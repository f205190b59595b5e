import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../../src/cli/run.ts';
// Loaded here, so that no test waits for it.
import '../../src/cli/rehearse.ts';

let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'anyuan-rehearse-'));
  file = join(folder, 'roster.csv');
  writeFileSync(file, '姓名,手机号,角色,班级\n王芳,13800000001,班主任,三(1)班\n刘安,13800000002,安全办主任,\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function said(...words: string[]): Promise<{ exit: number; text: string }> {
  const lines: string[] = [];
  const exit = await run(['rehearse', ...words], {
    env: { DATA_DIR: join(folder, 'none') },
    now: () => 0,
    fetch: () => Promise.reject(new Error('a rehearsal calls nobody')),
    pause: async () => {},
    say: (line) => void lines.push(line),
    ask: async () => undefined,
  });
  return { exit, text: lines.join('\n') };
}

test.each([
  [[], /--term/],
  [['--term', '明年'], /2026-2 是 2027 年春季/],
  [['--term', '2026-2'], /--roster 给出教职工名册/],
  [['--term', '2026-2', '--roster', 'x.csv', '--platform', 'wechat'], /feishu、dingtalk 或 both/],
  [['--term', '2026-2', '--roster', 'x.csv', '--month', '2027-09'], /从 2027-02-20 到 2027-07-05/],
  [['--term', '2026-2', '--speed', '9'], /用法/],
])('%j is told what is missing', async (words, text) => {
  const { exit, text: answer } = await said(...words);
  expect(answer).toMatch(text);
  expect(exit).toBe(2);
});

test('a roster that is not there, or cannot be read, is said in words', async () => {
  expect(await said('--term', '2026-2', '--roster', join(folder, 'none.csv'))).toMatchObject({ exit: 1 });
  const broken = join(folder, 'broken.csv');
  writeFileSync(broken, '没有表头\n');
  const { exit, text } = await said('--term', '2026-2', '--roster', broken, '--platform', 'feishu');
  expect(exit).toBe(1);
  expect(text).toMatch(/名册里没有读出人/);
});

test('a few days at the end of a term, as figures for a machine', async () => {
  const { exit, text } = await said(
    ...['--term', '2026-2', '--month', '2027-07', '--roster', file, '--platform', 'dingtalk', '--json'],
  );
  expect(exit).toBe(0);
  const { rehearsals } = JSON.parse(text);
  expect(rehearsals).toHaveLength(1);
  expect(rehearsals[0]).toMatchObject({
    platform: 'dingtalk',
    classes: 1,
    people: 2,
    calendarKnown: false,
    // Of two people one is the safety office, so nine in ten are both: the limits are for whole schools.
    broken: expect.any(Array),
  });
});
