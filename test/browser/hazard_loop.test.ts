/**
 * The whole loop as a newcomer sees it: the sample school, the phone page in headless Chromium, the real server and
 * the emulated Feishu behind it. With SCREENSHOTS=1 the README's pictures are taken anew.
 */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { feishuWorld } from '../../src/emulators/phone/feishu_world.ts';
import { phoneRoutes } from '../../src/emulators/phone/routes.ts';
import { fillSampleSchool, onFeishu } from '../../src/emulators/sample_school/sample_school.ts';
import { createSteppingClock } from '../../src/emulators/sample_school/stepping_clock.ts';
import { openTenant, type Tenant } from '../../src/emulators/sample_school/tenant.ts';
import { findChromium, launchChromium, openPage } from './chromium.ts';

/** Thursday 2025-09-18 10:20 in Shanghai. */
const START = Date.UTC(2025, 8, 18, 2, 20);
const quiet = { info: () => {}, warn: () => {}, error: () => {} };
const pictures = process.env.SCREENSHOTS === '1';

const takePicture = async (of: Page | Locator, name: string): Promise<void> => {
  if (pictures) await of.screenshot({ path: new URL(`./screenshots/${name}.png`, import.meta.url).pathname });
};

describe.skipIf(findChromium() === undefined)('the hazard loop in the browser', () => {
  let tenant: Tenant;
  let browser: Browser;
  let server: Server;
  let address: string;

  beforeAll(async () => {
    const clock = createSteppingClock(START);
    tenant = await openTenant({ clock, log: quiet });
    const sample = await fillSampleSchool(tenant, [onFeishu(tenant.emulator)]);
    const world = feishuWorld({
      emulator: tenant.emulator,
      title: '青山实验学校（示例）',
      clock: { now: clock.now, advanceTo: (at) => clock.moveTo(at, tenant.settle) },
      describe: sample.describe,
    });
    const app = new Hono().route('/phone', phoneRoutes(world));
    server = createServer(getRequestListener(app.fetch));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const bound = server.address();
    address = `http://127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}/phone`;
    browser = await launchChromium();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    server?.closeAllConnections();
    server?.close();
    await tenant?.stop();
  });

  const phone = (page: Page, side: 'left' | 'right'): Locator => page.getByTestId(`phone-${side}`);
  const lastButton = (on: Locator, label: string): Locator => on.getByTestId(`button-${label}`).last();

  test('from one sentence to 已销号, on two phones side by side', async () => {
    const { page, complaints } = await openPage(browser, { width: 1400, height: 900 });
    await page.goto(address);
    await page.locator('body[data-ready=true]').waitFor();
    const [left, right] = [phone(page, 'left'), phone(page, 'right')];

    await left.getByTestId('composer').fill('食堂后门的灭火器过期了');
    await left.getByTestId('send').click();
    await lastButton(left, '登记隐患').waitFor();
    await takePicture(left, 'report');
    await lastButton(left, '登记隐患').click();
    await left.getByText('已登记 QS-202509-0001').first().waitFor();

    await lastButton(right, '认定派单').waitFor();
    await lastButton(right, '认定派单').scrollIntoViewIfNeeded();
    await takePicture(page, 'triage');
    await lastButton(right, '认定派单').click();
    await right.getByText('已派单').first().waitFor();

    await page.getByTestId('person-赵永刚').click();
    const owner = phone(page, 'right');
    await lastButton(owner, '提交整改').waitFor();
    await lastButton(owner, '提交整改').click();
    await lastButton(owner, '申请复查').waitFor();
    await owner.getByTestId('photo').click();
    await owner.getByTestId('sample-repaired').click();
    await owner.getByText('共 1 张').waitFor();
    await owner.getByTestId('field-measure').last().fill('换了两具新的干粉灭火器');
    await lastButton(owner, '申请复查').click();
    await owner.getByText('复查').last().waitFor();

    await page.getByTestId('person-刘振宇').click();
    const office = phone(page, 'right');
    await lastButton(office, '提交复查').waitFor();
    await office.getByTestId('field-result').last().selectOption({ label: '合格销号' });
    await lastButton(office, '提交复查').click();
    await left.getByText('多谢您').first().waitFor();
    await takePicture(page, 'closed');
    expect(complaints).toEqual([]);
  }, 60_000);
});
