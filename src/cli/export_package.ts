import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { readPlaces } from '../config.ts';
import { exportAside } from '../host/export_aside.ts';
import { packageName } from '../inspection/rules.ts';
import type { ReadContext } from '../kernel/context.ts';
import { dateOf } from '../kernel/time.ts';
import type { Period } from '../records/ledger.ts';
import { readPeriod } from '../records/period.ts';
import { termOf } from '../school/calendar.ts';
import { openReadOnlyStore } from '../store/node.ts';
import { DATABASE } from './backup_folder.ts';
import { CommandFailed } from './command_failed.ts';
import { schoolsNamed } from './schools_named.ts';
import { EXIT, type Exit, type Surroundings } from './surroundings.ts';
import { readWords } from './words.ts';

const USAGE =
  'anyuan export --package [--from 2025-09-01 --to 2026-01-20 | --period 本学期] [--school 校名] [--out 文件夹]';

/**
 * `anyuan export --package`: one inspection package (迎检包) per school, of one moment, while the server runs. `--out` is
 * a folder, or for one school the zip itself. A file that is there already is left as it is.
 */
export async function exportPackage(words: readonly string[], surroundings: Surroundings): Promise<Exit> {
  const given = readWords(words, {
    flags: ['package'],
    values: ['from', 'to', 'period', 'school', 'out'],
    places: 0,
    usage: USAGE,
  });
  const option = (name: string): string | undefined => given.given(name).at(-1);
  const { dataDirectory, timeZone } = readPlaces(surroundings.env);
  if (!existsSync(join(dataDirectory, DATABASE)))
    throw new CommandFailed(`${dataDirectory} 里还没有数据，没有可导出的。(no database there)`);
  const store = openReadOnlyStore(dataDirectory);
  try {
    const context: ReadContext = { db: store.db, now: surroundings.now(), timeZone };
    const schools = schoolsNamed(context, option('school'));
    const out = resolve(option('out') ?? 'anyuan-export');
    const isFile = out.endsWith('.zip');
    if (isFile && schools.length > 1)
      throw new CommandFailed(`有 ${schools.length} 所学校，请用 --school 选一所，或给 --out 一个文件夹。`, EXIT.usage);
    for (const one of schools) {
      const period = periodFor(context, one.id, { from: option('from'), to: option('to'), said: option('period') });
      const folder = packageName(one.name, period);
      const path = isFile ? out : join(out, `${folder}.zip`);
      if (existsSync(path)) throw new CommandFailed(`${path} 已经存在，请换一个名字。(already exists)`);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      // In a thread as in the server: its memory is held small.
      const wanted = { school: one.id, period, folder, path };
      const answer = await exportAside({ directory: dataDirectory, timeZone, now: context.now, wanted }).answer;
      if (!('made' in answer)) throw new Error('export.thread: it was asked for a package');
      const { made } = answer;
      const { say } = surroundings;
      say(
        `${path}：${made.files} 个文件，照片 ${made.photos} 张，${(made.bytes / 1_000_000).toFixed(1)} MB，缺项 ${made.missing} 处`,
      );
      say(`  SHA-256 ${made.hash}`);
      say(
        made.chain
          ? `  审计链完整 ${made.chain.rows} 行，末行 ${made.chain.head} (audit chain verified)`
          : '  审计链对不上，请运行 anyuan doctor。(audit chain broken)',
      );
    }
    surroundings.say('里面有姓名，请放在只有管理员能打开的地方。(holds personal data: keep it private)');
    return EXIT.done;
  } finally {
    store.close();
  }
}

/** Days given, or words, or this term. */
function periodFor(
  context: ReadContext,
  schoolId: number,
  asked: { readonly from: string | undefined; readonly to: string | undefined; readonly said: string | undefined },
): Period {
  const today = dateOf(context.now, context.timeZone);
  const term = termOf(context, schoolId, today);
  const { from, to, said } = asked;
  if ((from === undefined) !== (to === undefined) || (from !== undefined && said !== undefined))
    throw new CommandFailed(`用法 usage: ${USAGE}`, EXIT.usage);
  const words = from !== undefined && to !== undefined ? `${from}..${to}` : (said ?? (term ? '本学期' : ''));
  const period = readPeriod(words, { today, term });
  if (!period)
    throw new CommandFailed(
      `没看懂时间“${words}”。可以写 --from 2025-09-01 --to 2025-09-30，或 --period 本学期。`,
      EXIT.usage,
    );
  return period;
}
