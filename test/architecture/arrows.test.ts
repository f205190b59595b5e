import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { checkHouse, circleIn, readHouse } from './arrows.ts';
import { MAX_LINES, rooms } from './house.ts';
import { type Source, sourceOf } from './sources.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const house = (files: Readonly<Record<string, string>>): Map<string, Source> =>
  new Map(Object.entries(files).map(([path, text]) => [path, sourceOf(path, text)]));

const problemsOf = (files: Readonly<Record<string, string>>, exceptions: Parameters<typeof checkHouse>[1] = []) =>
  checkHouse(house(files), exceptions).problems;

describe('the house as it is', () => {
  test('keeps its rules', () => {
    const { files, problems } = checkHouse(readHouse(root));
    expect(problems).toEqual([]);
    expect(files).toBeGreaterThan(150);
  });

  test('the table of rooms itself has no circle and names only rooms', () => {
    const table = new Map(rooms.map((room) => [room.name, new Set(room.mayImport)]));
    expect(circleIn(table)).toBeUndefined();
    for (const room of rooms) for (const name of room.mayImport) expect(table.has(name), name).toBe(true);
  });
});

describe('what is found', () => {
  const empty = 'export const one = 1;\n';

  test.each([
    ['a feature that imports a platform', 'src/hazards/a.ts', 'src/platforms/feishu/b.ts'],
    ['a feature that imports a host', 'src/hazards/a.ts', 'src/host/b.ts'],
    ['a feature that imports another', 'src/hazards/a.ts', 'src/incidents/b.ts'],
    ['a feature that imports delivery', 'src/incidents/a.ts', 'src/delivery/b.ts'],
    ['school that imports a feature', 'src/school/a.ts', 'src/hazards/b.ts'],
    ['a card that imports the store', 'cards/a.ts', 'src/store/b.ts'],
    ['a platform that imports the kernel', 'src/platforms/feishu/a.ts', 'src/kernel/b.ts'],
    ['the store that imports the kernel', 'src/store/a.ts', 'src/kernel/b.ts'],
    ['delivery that imports organisation', 'src/delivery/a.ts', 'src/organisation/b.ts'],
    ['an emulator that leans on what it is to check', 'src/emulators/feishu/a.ts', 'src/platforms/feishu/b.ts'],
  ])('%s', (_, from, to) => {
    const up = '../'.repeat(from.split('/').length - 1);
    for (const written of [
      `import { one } from '${up}${to}';`,
      `import type {\n  one,\n} from '${up}${to}';`,
      `export * from '${up}${to}';`,
      `const { one } = await import('${up}${to}');`,
      `import '${up}${to}';`,
    ]) {
      const found = problemsOf({ [from]: `// first\n${written}\n`, [to]: empty });
      expect(found, written).toEqual([expect.stringMatching(new RegExp(`^${from}:[234]: .*may not import`))]);
    }
  });

  test('an arrow that is allowed, a comment and a text are no problem', () => {
    const text = `import { one } from '../kernel/b.ts';\n// import { two } from '../host/b.ts';\n/*\nimport '../host/c.ts';\n*/\nexport const words = "it's from //";\n`;
    expect(problemsOf({ 'src/hazards/a.ts': text, 'src/kernel/b.ts': empty })).toEqual([]);
  });

  test('an exception is honoured, and one that is not needed is named', () => {
    const files = { 'src/hazards/a.ts': "import { one } from '../incidents/b.ts';\n", 'src/incidents/b.ts': empty };
    const needed = { from: 'src/hazards/a.ts', to: 'src/incidents/b.ts', reason: 'for this test' };
    expect(problemsOf(files, [needed])).toEqual([]);
    expect(problemsOf({ 'src/incidents/b.ts': empty }, [needed])).toEqual([
      expect.stringContaining('no longer needed'),
    ]);
  });

  test('an unknown folder, a missing file, a package that has no business here', () => {
    expect(problemsOf({ 'src/manager/a.ts': empty })).toEqual([expect.stringContaining('no place in the house')]);
    expect(problemsOf({ 'src/kernel/a.ts': "import { b } from './b.ts';\n" })).toEqual([
      expect.stringContaining('not there'),
    ]);
    expect(problemsOf({ 'src/kernel/a.ts': "import { readFileSync } from 'node:fs';\n" })).toEqual([
      'src/kernel/a.ts:1: kernel may not use node:fs',
    ]);
  });

  test('the clock, chance and the environment in domain code, not in a host', () => {
    for (const line of ['Date.now()', 'new Date()', 'process.env.PORT', 'Math.random()', "fetch('x')"]) {
      expect(problemsOf({ 'src/hazards/a.ts': `export const one = ${line};\n` }), line).toHaveLength(1);
      expect(problemsOf({ 'src/host/a.ts': `export const one = ${line};\n` }), line).toEqual([]);
    }
    expect(problemsOf({ 'src/hazards/a.ts': 'let last = 0;\n' })).toHaveLength(1);
    expect(
      problemsOf({ 'src/hazards/a.ts': '/** Never Date.now() here. */\nexport const one = new Date(0);\n' }),
    ).toEqual([]);
  });

  test('emulators behind any number of imports, also late ones', () => {
    const found = problemsOf({
      'src/main.ts': "const { b } = await import('./host/b.ts');\n",
      'src/host/b.ts': "const { c } = await import('../emulators/feishu/c.ts');\n",
      'src/emulators/feishu/c.ts': empty,
    });
    expect(found).toContain(
      'src/main.ts → src/host/b.ts → src/emulators/feishu/c.ts: must not be reachable from src/main.ts',
    );
  });

  test('circles of files that run at load; types may point back', () => {
    const files = (back: string) => ({
      'src/kernel/a.ts': "import { b } from './b.ts';\n",
      'src/kernel/b.ts': `${back}\n`,
    });
    expect(problemsOf(files("import { a } from './a.ts';"))).toEqual([
      'import circle: src/kernel/a.ts → src/kernel/b.ts → src/kernel/a.ts',
    ]);
    expect(problemsOf(files("import type { A } from './a.ts';"))).toEqual([]);
  });

  test('large packages loaded at the start, and what Cloudflare does not have', () => {
    expect(problemsOf({ 'src/school/a.ts': "import exceljs from 'exceljs';\n" })).toEqual([
      expect.stringContaining('load it with import()'),
    ]);
    expect(
      problemsOf({
        'src/worker.ts': "import { b } from './host/b.ts';\n",
        'src/host/b.ts': "import { createServer } from 'node:http';\n",
      }),
    ).toEqual(['src/host/b.ts:1: Cloudflare has no node:http (src/worker.ts → src/host/b.ts)']);
  });

  test('a file that grew too long', () => {
    expect(problemsOf({ 'src/kernel/a.ts': empty.repeat(MAX_LINES) })).toEqual([]);
    expect(problemsOf({ 'src/kernel/a.ts': empty.repeat(MAX_LINES + 1) })).toHaveLength(1);
  });
});
