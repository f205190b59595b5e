import { type ServerType, serve } from '@hono/node-server';
import { Hono } from 'hono';
import { createLog } from '../../host/log.ts';
import { dateOf, instantOf, weekdayOf } from '../../kernel/time.ts';
import { feishuWorld } from '../phone/feishu_world.ts';
import { phoneRoutes } from '../phone/routes.ts';
import { fillSampleSchool } from './sample_school.ts';
import { createSteppingClock } from './stepping_clock.ts';
import { openTenant } from './tenant.ts';

const ZONE = 'Asia/Shanghai';
const PORT = 3100;

/** The demo begins on a school morning, so that what a newcomer reports is dealt with at once. */
function schoolMorning(now: number): number {
  const day = dateOf(now, ZONE);
  const ahead = weekdayOf(day) === 6 ? 2 : weekdayOf(day) === 0 ? 1 : 0;
  return instantOf(dateOf(now + ahead * 86_400_000, ZONE), '10:00', ZONE);
}

/** Starts the demo and prints where the phone is; ends with Ctrl-C. */
export async function runDemo(): Promise<void> {
  const clock = createSteppingClock(schoolMorning(Date.now()));
  const tenant = await openTenant({ clock, log: createLog(process.env.LOG_LEVEL ?? 'warn') });
  const sample = await fillSampleSchool(tenant);
  const world = feishuWorld({
    emulator: tenant.emulator,
    title: '青山实验学校（示例）',
    clock: { now: clock.now, advanceTo: (at) => clock.moveTo(at, tenant.settle) },
    describe: sample.describe,
  });
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
    tenant.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
}
