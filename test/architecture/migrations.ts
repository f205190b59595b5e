/**
 * Checks the migrations: `npm run check:migrations`. Only forward and additive (design.md §3), bundled as they are, and
 * nothing in the schema that no migration makes.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '../../migrations/bundle.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What must not stand in a migration, and why. */
const forbidden: readonly { readonly pattern: RegExp; readonly why: string }[] = [
  { pattern: /__new_/, why: 'rebuilds a table: rows that refer to it are lost or block it; add a column or a table' },
  { pattern: /PRAGMA\s+foreign_keys/i, why: 'has no effect inside the transaction a migration runs in' },
  { pattern: /ON\s+DELETE\s+CASCADE/i, why: 'lets a deletion take records along that must be kept' },
  { pattern: /\bDROP\s+(TABLE|COLUMN)\b/i, why: 'takes data away: migrations only add' },
  { pattern: /\bRENAME\s+(TO|COLUMN)\b/i, why: 'renames what an older version still reads: migrations only add' },
];

/** Problems of one migration's SQL, each with its line. */
export function problemsOfSql(name: string, sql: string): string[] {
  return sql
    .split('\n')
    .flatMap((line, index) =>
      forbidden.filter(({ pattern }) => pattern.test(line)).map(({ why }) => `${name}:${index + 1}: ${why}`),
    );
}

/** Problems of the SQL files and of bundled.ts; quick. */
export function problemsOfFiles(): string[] {
  const { names, text } = bundle();
  const problems = names.flatMap((name) => problemsOfSql(name, readFileSync(join(root, 'migrations', name), 'utf8')));
  if (readFileSync(join(root, 'migrations/bundled.ts'), 'utf8') !== text)
    problems.push('bundled.ts is not what the SQL files make; run npm run generate:migrations');
  return problems;
}

/** Asks drizzle-kit what it would generate, in a copy of the folder; about two seconds. */
export function problemsOfDrift(): string[] {
  // drizzle-kit takes only paths below the folder it runs in.
  const copy = mkdtempSync(join(root, 'migrations', '.drift-'));
  try {
    for (const name of readdirSync(join(root, 'migrations')).filter((one) => one.endsWith('.sql') || one === 'meta'))
      cpSync(join(root, 'migrations', name), join(copy, name), { recursive: true });
    const before = new Set(readdirSync(copy));
    const out = relative(root, copy).replaceAll('\\', '/');
    const run = spawnSync(
      process.execPath,
      [
        join(root, 'node_modules/drizzle-kit/bin.cjs'),
        'generate',
        '--dialect=sqlite',
        '--schema=./src/store/schema/index.ts',
        `--out=./${out}`,
      ],
      { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000 },
    );
    const added = readdirSync(copy).filter((name) => !before.has(name));
    if (added.length > 0) {
      const sql = added.map((name) => readFileSync(join(copy, name), 'utf8')).join('\n');
      return [`the schema has what no migration makes; run npm run generate:migrations:\n${sql}`];
    }
    if (run.status !== 0 || !/No schema changes/.test(run.stdout))
      return [`drizzle-kit gave no answer about the schema:\n${run.stdout}${run.stderr}`];
    return [];
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const problems = [...problemsOfFiles(), ...problemsOfDrift()];
  for (const problem of problems) console.error(problem);
  console.log(`${bundle().names.length} migrations, ${problems.length} problems`);
  if (problems.length > 0) process.exitCode = 1;
}
