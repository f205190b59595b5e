/**
 * The console for leaders on a phone: opened from the ledger's card, signed in at the emulated Feishu, headless Chromium
 * at phone size. With SCREENSHOTS=1 the pictures are taken anew.
 */
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCard } from '../../src/emulators/feishu/card_reading.ts';
import { calendarDay } from '../../src/store/schema/index.ts';
import { type Campus, openCampus } from '../stories/campus.ts';
import { findChromium, launchChromium, openPage } from './chromium.ts';

const PHONE = { width: 390, height: 844 };
const pictures = process.env.SCREENSHOTS === '1';
const takePicture = async (page: Page, name: string): Promise<void> => {
  if (!pictures) return;
  await page.screenshot({ path: new URL(`./screenshots/${name}.png`, import.meta.url).pathname, fullPage: true });
};

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  server.close();
  await once(server, 'close');
  return typeof bound === 'object' && bound ? bound.port : 0;
}

/** A photo of one colour, as a camera would write it. */
async function pictureOf(browser: Browser, colour: string): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: 320, height: 240 } });
  await page.setContent(`<body style="background:${colour}">`);
  // A busy headless browser refuses now and then.
  const bytes = await page.screenshot({ type: 'jpeg' }).catch(() => page.screenshot({ type: 'jpeg' }));
  await page.close();
  return bytes;
}

const reports = [
  ['2号楼3层楼梯扶手松了', '#b5651d'],
  ['食堂后厨地面有积水，容易滑倒', '#4a7c59'],
  ['1号楼男厕地漏堵了，水往外冒', '#5b6c9d'],
] as const;

/** As wide as the phone, and everything to tap in it is high enough for a thumb. */
async function fitsPhone(page: Page): Promise<void> {
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(PHONE.width);
  for (const box of await page.locator('nav a, .tiles a, .chips a, .rows a, .button, button, select, summary').all())
    if (await box.isVisible()) expect((await box.boundingBox())?.height).toBeGreaterThanOrEqual(44);
}

describe.skipIf(findChromium() === undefined)('the console on a phone', () => {
  let campus: Campus;
  let browser: Browser;

  beforeAll(async () => {
    const port = await freePort();
    campus = await openCampus({ pages: { url: `http://127.0.0.1:${port}`, port }, duties: true });
    browser = await launchChromium();
    const { db } = campus.tenant.server.engine.organisation.store;
    for (const [date, kind, note] of [
      ['2025-09-22', 'suspended', '台风'],
      ['2025-11-05', 'exam', '期中'],
      ['2025-11-06', 'exam', '期中'],
    ] as const)
      db.insert(calendarDay).values({ schoolId: 1, date, kind, note }).run();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await campus?.tenant.stop();
  });

  test('from the ledger’s card to one hazard’s story, the calendar and the settings', async () => {
    const 刘洋 = campus.person('刘洋');
    const 王芳 = campus.person('王芳');
    for (const [words, colour] of reports) {
      await 刘洋.says(words);
      await 刘洋.sendsPhoto(await pictureOf(browser, colour));
      await campus.settle();
      await 刘洋.presses('登记隐患');
      await campus.settle();
    }
    await 王芳.presses('认定派单', { owner: '赵强' });
    await campus.settle();
    const 赵强 = campus.person('赵强');
    await 赵强.presses('提交整改');
    await campus.settle();
    await 赵强.sendsPhoto(await pictureOf(browser, '#9bc1a0'));
    await campus.settle();
    await 赵强.presses('申请复查', { measure: '疏通地漏，换了滤网', cost: '80' });
    await campus.settle();
    await 王芳.says('台账');
    await campus.settle();
    const link = 王芳.phone
      .chats()
      .flatMap((chat) => 王芳.phone.messages(chat.chatId))
      .filter((message) => message.from.kind === 'bot' && message.type === 'interactive')
      .flatMap((message) => readCard(message.content).buttons)
      .findLast((button) => button.label === '打开看板');
    const { page, complaints } = await openPage(browser, PHONE);
    await page.goto(link?.url ?? '');
    await page.getByRole('link', { name: '王芳', exact: true }).click();
    await page.getByText('安全周报').waitFor();
    await takePicture(page, 'console_overview');
    await fitsPhone(page);

    await page.locator('.numbers').getByRole('link', { name: '3 发现' }).click();
    await page.getByText('发现：3 条').waitFor();
    await takePicture(page, 'console_numbers');
    await fitsPhone(page);
    await page.locator('.rows a').first().click();
    await page.getByText('经过').waitFor();
    await page.getByRole('link', { name: '总览' }).click();

    await page.getByRole('link', { name: '3 在账' }).click();
    await page.getByText('在账：3 项').waitFor();
    await takePicture(page, 'console_hazards');
    await fitsPhone(page);
    await page.getByText('筛选').first().click();
    await takePicture(page, 'console_filter');
    await fitsPhone(page);
    await page.getByLabel('部位').selectOption({ label: '厕所' });
    await page.getByRole('button', { name: '按此筛选' }).click();
    await page.getByText('厕所：1 项').waitFor();
    await page.locator('.rows a').first().click();
    await page.getByText('经过').waitFor();
    await expect.poll(() => page.evaluate("document.querySelector('.photos img').naturalWidth")).toBeGreaterThan(0);
    expect(await page.locator('.photos figcaption').allTextContents()).toEqual(['整改前', '整改后']);
    await page.locator('.story').getByText('疏通地漏').waitFor();
    await takePicture(page, 'console_story');
    await fitsPhone(page);

    await page.getByRole('link', { name: '校历' }).click();
    await page.getByText('2025–2026 学年第一学期').waitFor();
    await takePicture(page, 'console_calendar');
    await fitsPhone(page);
    await page.getByRole('link', { name: '设置', exact: true }).click();
    await page.getByText('险情报送').first().waitFor();
    await takePicture(page, 'console_settings');
    await fitsPhone(page);
    await page.getByRole('link', { name: '改名称' }).click();
    await page.getByLabel('学校名称').fill('青山小学');
    await page.getByRole('button', { name: '保存校名' }).click();
    await page.getByText('青山小学').first().waitFor();
    const known = (line: string): boolean => line.includes(campus.tenant.emulatorUrl);
    expect(complaints.filter((line) => !known(line))).toEqual([]);
  }, 60_000);
});
