import { type ServerType, serve } from '@hono/node-server';
import { Hono } from 'hono';
import { createLog } from '../../host/log.ts';
import { dateOf, instantOf, weekdayOf } from '../../kernel/time.ts';
import { dingtalkWorld } from '../phone/dingtalk_world.ts';
import { feishuWorld } from '../phone/feishu_world.ts';
import { joinedWorlds } from '../phone/joined_worlds.ts';
import { phoneRoutes } from '../phone/routes.ts';
import type { PhoneWorld } from '../phone/world.ts';
import { fillSampleSchool, onDingTalk, onFeishu } from './sample_school.ts';
import { createSteppingClock, type SteppingClock } from './stepping_clock.ts';
import { openDingTalkTenant, openTenant, openTwinTenant, type School, type TenantOptions } from './tenant.ts';
import { freePort } from './vendor_end.ts';

const ZONE = 'Asia/Shanghai';
const PORT = 3100;

/** The demo begins on a school morning, so that what a newcomer reports is dealt with at once. */
function schoolMorning(now: number): number {
  const day = dateOf(now, ZONE);
  const ahead = weekdayOf(day) === 6 ? 2 : weekdayOf(day) === 0 ? 1 : 0;
  return instantOf(dateOf(now + ahead * 86_400_000, ZONE), '10:00', ZONE);
}

interface Demo {
  readonly school: School;
  readonly world: PhoneWorld;
}

/** The sample school on one platform or, everybody on one of them, on both. */
const schools = {
  async feishu(setting: Setting): Promise<Demo> {
    const tenant = await openTenant(setting);
    const sample = await fillSampleSchool(tenant, [onFeishu(tenant.emulator)]);
    return { school: tenant, world: feishuWorld({ emulator: tenant.emulator, ...shown(tenant), ...sample }) };
  },
  async dingtalk(setting: Setting): Promise<Demo> {
    const tenant = await openDingTalkTenant(setting);
    const sample = await fillSampleSchool(tenant, [onDingTalk(tenant.emulator)]);
    return { school: tenant, world: dingtalkWorld({ emulator: tenant.emulator, ...shown(tenant), ...sample }) };
  },
  async both(setting: Setting): Promise<Demo> {
    const twin = await openTwinTenant(setting);
    const sample = await fillSampleSchool(twin, [onFeishu(twin.feishu), onDingTalk(twin.dingtalk)]);
    const feishu = feishuWorld({ emulator: twin.feishu, ...shown(twin), ...sample });
    const dingtalk = dingtalkWorld({ emulator: twin.dingtalk, ...shown(twin), ...sample });
    return { school: twin, world: joinedWorlds(feishu, dingtalk) };
  },
} as const;

type Setting = Required<Pick<TenantOptions, 'clock' | 'log' | 'pages'>>;

/** Pages are at a port of their own: the server's, as in production. */
async function settingOf(clock: SteppingClock): Promise<Setting> {
  const port = await freePort();
  const log = createLog(process.env.LOG_LEVEL ?? 'warn');
  return { clock, log, pages: { url: `http://127.0.0.1:${port}`, port } };
}

const shown = ({ clock, settle }: School) => ({
  title: '青山实验学校（示例）',
  clock: { now: clock.now, advanceTo: (at: number) => clock.moveTo(at, settle) },
});

/** `--platform dingtalk` or `--platform=dingtalk`; Feishu without it, undefined for anything else. */
function platformIn(words: readonly string[]): keyof typeof schools | undefined {
  if (words.length === 0) return 'feishu';
  const asked = /^--platform[= ](feishu|dingtalk|both)$/.exec(words.join(' '))?.[1];
  return asked === 'feishu' || asked === 'dingtalk' || asked === 'both' ? asked : undefined;
}

/** Starts the demo and prints where the phone is; ends with Ctrl-C. */
export async function runDemo(): Promise<void> {
  const clock = createSteppingClock(schoolMorning(Date.now()));
  const platform = platformIn(process.argv.slice(2));
  if (!platform) {
    process.stderr.write('usage: npm run demo -- [--platform feishu|dingtalk|both]\n');
    process.exitCode = 2;
    return;
  }
  const { school, world } = await schools[platform](await settingOf(clock));
  const app = new Hono();
  app.get('/', (context) => context.redirect('/phone'));
  app.route('/phone', phoneRoutes(world));
  const wanted = process.env.PORT ? Number(process.env.PORT) : PORT;
  const server = await new Promise<ServerType>((resolve, reject) => {
    const started = serve({ fetch: app.fetch, port: wanted, hostname: '127.0.0.1' }, () => resolve(started));
    started.on('error', reject);
  });
  process.stdout.write(
    [
      '',
      '安园示例学校已启动 · The sample school is running',
      '',
      `  打开手机 · open the phone:  http://127.0.0.1:${wanted}/phone`,
      '',
      '  在左边的手机里打一句：食堂后门的灭火器过期了',
      '  Type that into the left phone, then switch people in the rail. Ctrl-C ends the demo.',
      '',
      '',
    ].join('\n'),
  );
  process.on('SIGINT', () => {
    server.close();
    school.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
}
