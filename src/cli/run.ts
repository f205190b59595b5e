import { existsSync } from 'node:fs';
import { DataDirectoryInUse } from '../store/node.ts';
import { CommandFailed } from './command_failed.ts';
import { EXIT, type Exit, here, type Surroundings } from './surroundings.ts';

type Command = (words: readonly string[], surroundings: Surroundings) => Promise<Exit>;

/** Each is loaded when it is called: the database and the vendor's client are not needed to show the help. */
const commands: ReadonlyMap<string, () => Promise<Command>> = new Map([
  ['doctor', async (): Promise<Command> => (await import('./doctor.ts')).doctor],
  ['roster', async (): Promise<Command> => (await import('./roster.ts')).roster],
  ['backup', async (): Promise<Command> => (await import('./backup.ts')).backup],
  [
    'export',
    async (): Promise<Command> => async (words, surroundings) =>
      words.includes('--package')
        ? (await import('./export_package.ts')).exportPackage(words, surroundings)
        : (await import('./export.ts')).exportLedgers(words, surroundings),
  ],
  ['restore', async (): Promise<Command> => (await import('./restore.ts')).restore],
  ['rehearse', async (): Promise<Command> => (await import('./rehearse.ts')).rehearse],
]);

const HELP = `安园 anyuan — 校园安全助手的命令行 (for the person who runs the server)

  anyuan doctor [--card]            检查设置、数据和飞书；--card 给安全办发一张测试卡
                                    (check settings, data, Feishu; --card sends a test card)
  anyuan roster import 文件 [--yes]  导入教职工名册 .xlsx 或 .csv；先看预览，--yes 不再询问
                                    (import the staff roster; --yes does not ask)
  anyuan backup [文件夹]             备份数据库和照片，服务不用停；不含密钥
                                    (copy database and photos while the server runs; never the key)
  anyuan restore 文件夹 [--force]    从备份恢复，服务须先停；--force 把现有数据移到一旁
                                    (restore; stop the server first; --force moves present data aside)
  anyuan export [台账] [--period 2025-09] [--to 文件夹] [--photos embed|link]
                                    导出台账 xlsx，服务不用停 (ledgers as xlsx while the server runs)
  anyuan export --package [--from 2025-09-01 --to 2026-01-20] [--out 文件夹]
                                    迎检包：台账、演练、会议、照片、依据索引、审计核验，一个 zip
                                    (inspection package: everything of a period as one zip)
  anyuan rehearse --term 2026-2 --roster 文件
                                    启用前把一个学期排演一遍：打扰几次、用量多少；不联网、不动数据
                                    (replay a term with simulated staff before switching on; touches nothing)

设置取自环境变量和当前目录的 .env。(settings: environment and .env here)
退出码 exit codes: 0 完成 done · 1 有问题或没办成 problem · 2 用法不对 usage`;

/** Runs one command and answers its exit code. */
export async function run(words: readonly string[], surroundings: Surroundings): Promise<Exit> {
  const { say } = surroundings;
  const [name, ...rest] = words;
  if (name === undefined || name === 'help' || words.includes('--help') || words.includes('-h')) {
    say(HELP);
    return name === undefined ? EXIT.usage : EXIT.done;
  }
  const load = commands.get(name);
  if (!load) {
    say(`没有“${name}”这个命令。(no such command)\n\n${HELP}`);
    return EXIT.usage;
  }
  try {
    return await (await load())(rest, surroundings);
  } catch (error) {
    if (error instanceof CommandFailed) {
      say(error.message);
      return error.exit;
    }
    if (error instanceof DataDirectoryInUse) {
      say('服务正在使用这个数据目录，请先停下服务再试。');
      say(error.message);
      return EXIT.failed;
    }
    throw error;
  }
}

/** Runs a command at this terminal, with the settings of `.env` in the current folder. */
export function runHere(words: readonly string[]): Promise<Exit> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return run(words, here);
}
