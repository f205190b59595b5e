/**
 * The form page on a phone: the real server, the emulated Feishu that signs people in, headless Chromium at phone size.
 * With SCREENSHOTS=1 the pictures are taken anew.
 */
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCard } from '../../src/emulators/feishu/card_reading.ts';
import { type Campus, openCampus, staffOfStories, type Teacher } from '../stories/campus.ts';
import { findChromium, launchChromium, openPage } from './chromium.ts';

const PHONE = { width: 390, height: 844 };
const pictures = process.env.SCREENSHOTS === '1';
const takePicture = async (page: Page, name: string): Promise<void> => {
  if (!pictures) return;
  await page.screenshot({ path: new URL(`./screenshots/${name}.png`, import.meta.url).pathname, fullPage: true });
  // A picture of the whole page leaves it scrolled to where a phone cannot be.
  await page.evaluate('scrollTo(0, 0)');
};

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  server.close();
  await once(server, 'close');
  return typeof bound === 'object' && bound ? bound.port : 0;
}

/** Where the newest card with a page sends this person. */
function linkOf(teacher: Teacher): string {
  const links = teacher.phone
    .chats()
    .flatMap((chat) => teacher.phone.messages(chat.chatId))
    .filter((message) => message.from.kind === 'bot' && message.type === 'interactive')
    .flatMap((message) => readCard(message.content).buttons)
    .flatMap((button) => (button.label === '在网页填' && button.url ? [button.url] : []));
  return links.at(-1) ?? '';
}

/** A photo of one colour, as a camera would write it. */
async function pictureOf(browser: Browser, colour: string): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: 320, height: 240 } });
  await page.setContent(`<body style="background:${colour}">`);
  const bytes = await page.screenshot({ type: 'jpeg' });
  await page.close();
  return bytes;
}

describe.skipIf(findChromium() === undefined)('the form page on a phone', () => {
  let campus: Campus;
  let browser: Browser;

  beforeAll(async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const colleagues = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [`教师${index}`, ['subject_teacher']]),
    );
    campus = await openCampus({ pages: { url, port }, staff: { ...staffOfStories, ...colleagues } });
    browser = await launchChromium();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await campus?.tenant.stop();
  });

  /** Opens the newest link as this person, choosing them on the vendor's page. */
  async function visit(name: string) {
    const opened = await openPage(browser, PHONE);
    await opened.page.goto(linkOf(campus.person(name)));
    await opened.page.getByRole('link', { name, exact: true }).click();
    return opened;
  }

  test('a report with two photos, then the office finds a colleague by name; the chats follow', async () => {
    await campus.person('刘洋').says('2号楼3层楼梯扶手松了');
    const { page, complaints } = await visit('刘洋');
    await page.getByText('请确认：').waitFor();
    await takePicture(page, 'page_report');
    expect(await page.getByLabel('描述').inputValue()).toBe('2号楼3层楼梯扶手松了');
    // As wide as the phone, and everything to tap is high enough for a thumb.
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(PHONE.width);
    for (const box of await page.locator('button, select, textarea, input:not([type=hidden]):not([type=file])').all())
      expect((await box.boundingBox())?.height).toBeGreaterThanOrEqual(44);

    const files = page.locator('input[type=file]');
    await files.setInputFiles({ name: '1.jpg', mimeType: 'image/jpeg', buffer: await pictureOf(browser, '#b5651d') });
    await files.setInputFiles({ name: '2.jpg', mimeType: 'image/jpeg', buffer: await pictureOf(browser, '#4a7c59') });
    await expect.poll(() => page.locator('[data-preview] img').count()).toBe(2);
    await page.getByLabel('具体位置').fill(' ');
    await page.getByRole('button', { name: '登记隐患' }).click();
    await page.getByText('还差一项：具体位置').first().waitFor();
    await page.getByText('已附 2 张').waitFor();
    await takePicture(page, 'page_refused');
    expect(await page.getByLabel('描述').inputValue()).toBe('2号楼3层楼梯扶手松了');
    await page.getByLabel('具体位置').fill('三层东侧');
    await page.getByRole('button', { name: '登记隐患' }).click();
    await page.getByText('已登记').first().waitFor();
    await takePicture(page, 'page_done');
    await campus.settle();
    campus.person('刘洋').card('已登记', 'QS-202509-0001');

    const office = await visit('王芳');
    await office.page.getByText('责任人').waitFor();
    await office.page.getByRole('searchbox', { name: /责任人/ }).fill('教师39');
    await takePicture(office.page, 'page_search');
    await office.page.getByRole('button', { name: '教师39' }).click();
    await office.page.getByRole('button', { name: '认定派单' }).click();
    await office.page.getByText('已派单').first().waitFor();
    await campus.settle();
    campus.person('教师39').sees('待整改');
    // The browser calls a refused form an error; the emulated vendor has no icon.
    const known = (line: string): boolean => line.includes('422') || line.includes(campus.tenant.emulatorUrl);
    expect([...complaints, ...office.complaints].filter((line) => !known(line))).toEqual([]);
  }, 60_000);
});
