import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { run } from '../../src/cli/run.ts';

async function said(...words: string[]): Promise<{ exit: number; text: string }> {
  const lines: string[] = [];
  const exit = await run(words, {
    env: {},
    now: () => 0,
    fetch: () => Promise.reject(new Error('no network here')),
    pause: async () => {},
    say: (line) => void lines.push(line),
    ask: async () => undefined,
  });
  return { exit, text: lines.join('\n') };
}

test('help names every command; without a command it is shown with code 2', async () => {
  for (const words of [['--help'], ['help'], ['doctor', '--help'], ['roster', 'import', '-h']]) {
    const { exit, text } = await said(...words);
    expect(exit).toBe(0);
    for (const name of ['doctor', 'roster import', 'backup', 'restore', 'export', 'rehearse'])
      expect(text).toContain(`anyuan ${name}`);
  }
  expect((await said()).exit).toBe(2);
});

test.each([
  [['nonsense']],
  [['constructor']],
  [['backup', '--force']],
  [['backup', 'one', 'two']],
  [['restore']],
  [['roster']],
  [['roster', 'export', 'x.csv']],
  [['doctor', 'now']],
])('%j is called wrongly', async (words) => {
  expect((await said(...words)).exit).toBe(2);
});

test('the entry file runs as a program of its own', () => {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const ran = spawnSync(process.execPath, ['src/cli.ts', 'export', '别的'], { cwd: root, encoding: 'utf8' });
  expect(ran.status).toBe(2);
  expect(ran.stdout).toMatch(/用法 usage: anyuan export/);
  expect(ran.stderr).toBe('');
});
