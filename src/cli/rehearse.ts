import { basename } from 'node:path';
import { readPlaces } from '../config.ts';
import type { PlatformName } from '../platforms/platform.ts';
import { reportOf } from '../rehearsal/report.ts';
import { type Ran, run, runInThread, type Wanted } from '../rehearsal/run.ts';
import type { Span } from '../rehearsal/school_copy.ts';
import { monthOf, spanOfTerm } from '../rehearsal/term.ts';
import { termNames } from '../school/terms.ts';
import { CommandFailed } from './command_failed.ts';
import { personTextOf, readRosterFrom } from './roster.ts';
import { EXIT, type Exit, type Surroundings } from './surroundings.ts';
import { readWords, type Words } from './words.ts';

const USAGE =
  'anyuan rehearse --term 2026-2 --roster 教职工名册.xlsx [--roster 值班表.xlsx] [--platform feishu|dingtalk|both] [--month 2027-03] [--seed 1] [--json]';

const platforms: Readonly<Record<string, readonly PlatformName[]>> = {
  feishu: ['feishu'],
  dingtalk: ['dingtalk'],
  both: ['feishu', 'dingtalk'],
};

/**
 * `anyuan rehearse`: replays a term on a copy of the school in memory, with simulated staff, and says what it asks of
 * people and of the platforms' free quotas. Reads the roster, writes nothing, calls nobody. Ends with 0 when it could
 * be rehearsed, also where limits are exceeded: the report says so.
 */
export async function rehearse(words: readonly string[], surroundings: Surroundings): Promise<Exit> {
  const read = readWords(words, {
    flags: ['json'],
    values: ['term', 'roster', 'platform', 'month', 'seed'],
    places: 0,
    usage: USAGE,
  });
  const { say } = surroundings;
  const { term, span } = spanWanted(read);
  const named = platforms[read.given('platform').at(-1) ?? 'both'];
  if (!named) throw usage('平台请写 feishu、dingtalk 或 both。(unknown platform)');
  const seed = Number(read.given('seed').at(-1) ?? 1);
  if (!Number.isSafeInteger(seed)) throw usage('--seed 请写整数。(seed: an integer)');
  const files = read.given('roster');
  if (files.length === 0)
    throw usage(
      '请用 --roster 给出教职工名册（.xlsx 或 .csv），和 anyuan roster import 用的是同一份。(roster missing)',
    );
  const rosters = await Promise.all(
    files.map(async (path) => ({ fileName: basename(path), bytes: await readRosterFrom(path) })),
  );
  const { timeZone } = readPlaces(surroundings.env);
  if (!read.has('json')) say('正在排演，约一分钟；不联网，不动学校的数据。(rehearsing)');
  const ran = await inAll(named.map((platform) => ({ platform, rosters, span, timeZone, seed })));
  if (read.has('json')) say(JSON.stringify({ term, seed, rehearsals: ran.map((one) => one.figures) }));
  else for (const one of ran) sayReport(one, `${termNames(term).long}排演`, say);
  return ran.some((one) => one.faults.length > 0) ? EXIT.failed : EXIT.done;
}

const usage = (text: string): CommandFailed => new CommandFailed(`${text}\n用法 usage: ${USAGE}`, EXIT.usage);

function spanWanted(read: Words): { readonly term: string; readonly span: Span } {
  const term = read.given('term').at(-1);
  const whole = term === undefined ? undefined : spanOfTerm(term);
  if (term === undefined || !whole)
    throw usage(
      '请用 --term 写明学期：2026-1 是 2026 年秋季开学的第一学期，2026-2 是 2027 年春季的第二学期。(which term)',
    );
  const month = read.given('month').at(-1);
  const span = month === undefined ? whole : monthOf(whole, month);
  if (!span)
    throw usage(
      `--month 请写学期里的一个月，如 ${whole.from.slice(0, 7)}；这个学期从 ${whole.from} 到 ${whole.to}。(no such month)`,
    );
  return { term, span };
}

/** One platform here, several side by side. */
async function inAll(wanted: readonly Wanted[]): Promise<readonly Ran[]> {
  try {
    const [only] = wanted;
    return only && wanted.length === 1 ? [await run(only)] : await Promise.all(wanted.map(runInThread));
  } catch (error) {
    const text = personTextOf(error);
    if (text === undefined) throw error;
    throw new CommandFailed(text);
  }
}

function sayReport({ figures, faults }: Ran, title: string, say: (line: string) => void): void {
  say('');
  for (const line of reportOf(figures, title)) say(line);
  if (faults.length === 0) return;
  say(`排演中程序出了 ${faults.length} 个错，请把下面几行发给开发者。(faults of the program)`);
  for (const fault of faults.slice(0, 5)) say(`  ${fault}`);
}
