import { randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { and, count, eq, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import { readPlaces } from '../config.ts';
import { type Change, importRosterFile, type RosterAnswer } from '../host/import_roster.ts';
import type { Context, Sealer } from '../kernel/context.ts';
import { openNodeStore, openReadOnlyStore } from '../store/node.ts';
import { identity, outbox, person } from '../store/schema/index.ts';
import { CommandFailed } from './command_failed.ts';
import { askServer, isServerRunning, ServerRefused } from './running_server.ts';
import { EXIT, type Exit, type Surroundings } from './surroundings.ts';
import { readWords } from './words.ts';

const USAGE = 'anyuan roster import 文件.xlsx [--yes]';
const MAX_BYTES = 5 * 1024 * 1024;

/** How long to wait for the vendor's answers about accounts, ms, and how often to look. */
const ACCOUNTS_WITHIN_MS = 20_000;
const LOOK_EVERY_MS = 500;

const answered = z.object({
  is: z.enum(['staff', 'shifts']),
  summary: z.object({
    added: z.number(),
    updated: z.number(),
    unchanged: z.number(),
    problems: z.number(),
    renamed: z.number(),
    newClasses: z.array(z.string()),
  }),
  problems: z.array(z.string()),
});

type Import = (confirm: boolean) => Promise<RosterAnswer>;

/** `anyuan roster import FILE [--yes]`: preview, question, import; through the running server when there is one. */
export async function roster(words: readonly string[], surroundings: Surroundings): Promise<Exit> {
  const { places, has } = readWords(words, { flags: ['yes'], places: 2, usage: USAGE });
  const [verb, path] = places;
  if (verb !== 'import' || path === undefined) throw new CommandFailed(`用法 usage: ${USAGE}`, EXIT.usage);
  const fileName = basename(path);
  const bytes = await readRosterFrom(path);
  const { dataDirectory, timeZone } = readPlaces(surroundings.env);
  const { say } = surroundings;
  if (await isServerRunning(dataDirectory)) {
    const through: Import = (confirm) => {
      const query = new URLSearchParams({ name: fileName, ...(confirm ? { confirm: '1' } : {}) });
      return askServer(dataDirectory, { method: 'POST', path: `/roster?${query}`, body: bytes }, answered);
    };
    if (!(await previewAndImport(through, has('yes'), surroundings))) return EXIT.failed;
    await sayAccounts(dataDirectory, surroundings);
    return EXIT.done;
  }
  const store = openNodeStore(dataDirectory, surroundings.now());
  try {
    const context = (): Context => ({
      store,
      db: store.db,
      now: surroundings.now(),
      timeZone,
      actor: { kind: 'operator' },
      sealer: noSealer,
      random: (size) => randomBytes(size).toString('hex'),
    });
    // What is passed on is synchronous: `importRosterFile` awaits only between its changes.
    const change: Change = (work) => store.transaction(() => work(context()) as never);
    const direct: Import = (confirm) => importRosterFile(change, { fileName, bytes, confirm });
    if (!(await previewAndImport(direct, has('yes'), surroundings))) return EXIT.failed;
    say('服务没有运行；启动后会按手机号查找飞书账号。(accounts are looked up when the server starts)');
    return EXIT.done;
  } finally {
    store.close();
  }
}

/** Nothing in a roster is sealed; a verb that tried would be a mistake. */
const noSealer: Sealer = {
  seal: () => {
    throw new Error('cli.no_sealer: the command line seals nothing (who: developer)');
  },
  open: () => {
    throw new Error('cli.no_sealer: the command line opens nothing (who: developer)');
  },
};

/** Throws CommandFailed when it is not there or too large. */
export async function readRosterFrom(path: string): Promise<Uint8Array> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) throw new CommandFailed(`找不到文件 ${path}。(no such file)`);
  if (found.size > MAX_BYTES) throw new CommandFailed('名册请在 5 MB 以内；去掉图片再试。(larger than 5 MB)');
  return readFile(path);
}

async function previewAndImport(read: Import, isSure: boolean, { say, ask }: Surroundings): Promise<boolean> {
  try {
    const { is, summary, problems } = await read(false);
    const unit = is === 'shifts' ? '班' : '人';
    if (is === 'shifts') say('这是值班表。(a duty roster)');
    const ready = summary.added + summary.updated + summary.unchanged;
    say(
      `将新增 ${summary.added} ${unit}、更新 ${summary.updated} ${unit}、不变 ${summary.unchanged} ${unit}，${problems.length} 处要看。(new, updated, unchanged, to look at)`,
    );
    if (summary.renamed > 0) say(`其中 ${summary.renamed} 人会改名。(renamed)`);
    if (summary.newClasses.length > 0) say(`新班级 new classes：${summary.newClasses.join('、')}`);
    for (const problem of problems) say(`  - ${problem}`);
    if (ready === 0) {
      say(`没有读出${unit}，没有导入。请改好后再试。(nothing could be read)`);
      return false;
    }
    if (!isSure) {
      const reply = await ask('导入吗？输入 y 确认 (import? y/N)：');
      if (reply === undefined) say('这里不能询问；看过预览后加 --yes 再运行。(no terminal to ask: add --yes)');
      if (!/^\s*(y|yes|是)\s*$/i.test(reply ?? '')) {
        say('没有导入。(nothing was imported)');
        return false;
      }
    }
    const done = await read(true);
    say(`已导入：新增 ${done.summary.added}，更新 ${done.summary.updated}，不变 ${done.summary.unchanged}。(imported)`);
    return true;
  } catch (error) {
    const text = personTextOf(error);
    if (text === undefined) throw error;
    throw new CommandFailed(text);
  }
}

/** What refusals and unreadable files say to people. */
export function personTextOf(error: unknown): string | undefined {
  if (error instanceof ServerRefused) return error.message;
  return error instanceof Error && 'personText' in error ? String(error.personText) : undefined;
}

/** Waits a little for the vendor's answers, then says how many people have an account. */
async function sayAccounts(directory: string, { say, now, pause }: Surroundings): Promise<void> {
  const store = openReadOnlyStore(directory);
  try {
    const until = now() + ACCOUNTS_WITHIN_MS;
    const isLooking = (): boolean =>
      (store.db
        .select({ waiting: count() })
        .from(outbox)
        .where(
          and(
            eq(outbox.kind, 'errand'),
            inArray(outbox.state, ['pending', 'sending']),
            sql`${outbox.platform} = 'feishu'`,
          ),
        )
        .get()?.waiting ?? 0) > 0;
    while (isLooking() && now() < until) await pause(LOOK_EVERY_MS);
    const people = store.db.select({ all: count() }).from(person).where(eq(person.state, 'active')).get()?.all ?? 0;
    const known =
      store.db
        .select({ all: sql<number>`count(distinct ${identity.personId})` })
        .from(identity)
        .innerJoin(person, eq(person.id, identity.personId))
        .where(and(eq(identity.platform, 'feishu'), eq(identity.state, 'active'), eq(person.state, 'active')))
        .get()?.all ?? 0;
    say(
      isLooking()
        ? `正在查找飞书账号，已找到 ${known}/${people} 人；稍后用 anyuan doctor 再看。(still looking)`
        : `飞书账号 ${known}/${people} 人；没找到的人给机器人发“我是 姓名”。(accounts found)`,
    );
  } finally {
    store.close();
  }
}
