/**
 * The form page as people on DingTalk meet it: inside its app, where nobody logs in, in a browser without scripts, and
 * in one too old for ours. The real server, the emulated DingTalk, headless Chromium at phone size. With SCREENSHOTS=1
 * the pictures are taken anew.
 */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DingtalkEmulator } from '../../src/emulators/dingtalk/emulator.ts';
import { freePort } from '../../src/emulators/sample_school/vendor_end.ts';
import { type Campus, openCampus, staffOfStories } from '../stories/campus.ts';
import { findChromium, launchChromium, openPage } from './chromium.ts';

const PHONE = { width: 390, height: 844 };
const IN_THE_APP =
  'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36 AliApp(DingTalk/7.6.40)';
const takePicture = async (page: Page, name: string): Promise<void> => {
  if (process.env.SCREENSHOTS !== '1') return;
  await page.screenshot({ path: new URL(`./screenshots/${name}.png`, import.meta.url).pathname, fullPage: true });
  await page.evaluate('scrollTo(0, 0)');
};

describe.skipIf(findChromium() === undefined)('the form page on DingTalk', () => {
  let campus: Campus;
  let emulator: DingtalkEmulator;
  let browser: Browser;
  let url: string;

  beforeAll(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const colleagues = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [`教师${index}`, ['subject_teacher']]),
    );
    campus = await openCampus({
      platform: 'dingtalk',
      pages: { url, port },
      staff: { ...staffOfStories, ...colleagues },
    });
    // On DingTalk this is what the school has; stories of both platforms see only what is common.
    emulator = campus.tenant.emulator as unknown as DingtalkEmulator;
    browser = await launchChromium();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await campus?.tenant.stop();
  });

  /** Where the newest card of this person links to. */
  function linkOf(name: string): string {
    const phone = emulator.phone(campus.person(name).openId);
    const words = phone
      .chats()
      .flatMap((chat) => phone.messages(chat.chatId))
      .flatMap(({ card }) => card?.parts ?? [])
      .map((part) => (part.kind === 'markdown' ? part.markdown : ''))
      .join('\n');
    return [...words.matchAll(/\[在网页填\]\(([^)]+)\)/g)].at(-1)?.[1] ?? '';
  }

  async function open(name: string, more: BrowserContextOptions = {}) {
    const opened = await openPage(browser, PHONE, more);
    const known = (line: string): boolean => line.includes('422') || line.includes(emulatorUrl());
    return { ...opened, wrong: () => opened.complaints.filter((line) => !known(line)), link: linkOf(name) };
  }
  // The emulated vendor has no icon.
  const emulatorUrl = (): string => campus.tenant.emulatorUrl;

  const signInAs = (page: Page, name: string) => page.getByRole('link', { name, exact: true }).click();

  test('inside the app nobody logs in; a large photo is sent small, one is taken away again; the chat follows', async () => {
    const reporter = campus.person('刘洋');
    await reporter.says('2号楼3层楼梯扶手松了');
    const { page, context, link, wrong } = await open('刘洋', { userAgent: IN_THE_APP });
    const phone = emulator.phone(reporter.openId);
    await context.exposeFunction('dingtalkPhone', (asked: Parameters<typeof phone.requestsAuthCode>[0]) =>
      phone.requestsAuthCode(asked),
    );
    await page.goto(link);
    await page.getByText('请确认：').waitFor();
    expect(new URL(page.url()).pathname).toBe(new URL(link).pathname);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(PHONE.width);
    // The vendor's script does not come along.
    expect(await page.evaluate('typeof window.dd')).toBe('undefined');

    const picture = async (width: number, height: number): Promise<Buffer> => {
      const drawing = await browser.newPage();
      const address = await drawing.evaluate<string>(`(() => {
        const canvas = Object.assign(document.createElement('canvas'), { width: ${width}, height: ${height} });
        const pen = canvas.getContext('2d');
        const noise = pen.createImageData(${width}, ${height});
        for (let at = 0; at < noise.data.length; at += 1) noise.data[at] = at % 4 === 3 ? 255 : (at * 7919) % 251;
        pen.putImageData(noise, 0, 0);
        return canvas.toDataURL('image/jpeg', 0.9);
      })()`);
      await drawing.close();
      return Buffer.from(address.slice(address.indexOf(',') + 1), 'base64');
    };
    const large = await picture(2_700, 1_100);
    expect(large.byteLength).toBeGreaterThan(1_500_000);
    const files = page.locator('input[type=file]');
    await files.setInputFiles([
      { name: '1.jpg', mimeType: 'image/jpeg', buffer: large },
      { name: '2.jpg', mimeType: 'image/jpeg', buffer: await picture(40, 30) },
    ]);
    await expect.poll(() => page.locator('[data-preview] img').count()).toBe(2);
    await page.getByRole('button', { name: '去掉这张' }).last().click();
    await expect.poll(() => page.locator('[data-preview] img').count()).toBe(1);
    await expect
      .poll(() => page.evaluate<number>(`document.querySelector('input[type=file]').files[0].size`), {
        timeout: 10_000,
      })
      .toBeLessThan(large.byteLength);
    await takePicture(page, 'dingtalk_report');
    await page.getByLabel('具体位置').fill('三层东侧');
    await page.getByRole('button', { name: '登记隐患' }).click();
    await page.getByText('您提交的内容').waitFor();
    await takePicture(page, 'dingtalk_done');
    expect(await page.locator('.handed .pictures img').count()).toBe(1);
    await expect.poll(() => page.evaluate(`document.querySelector('.handed .pictures img').naturalWidth`)).toBe(2_560);
    expect(await page.locator('.handed input, .handed textarea').count()).toBe(0);
    await campus.settle();
    reporter.card('已登记', 'QS-202509-0001');
    expect(wrong()).toEqual([]);
  }, 60_000);

  test('an app that does not say who is there leads to the login page by itself', async () => {
    await campus.person('刘洋').says('食堂后门的灭火器过期了');
    const { page, link } = await open('刘洋', { userAgent: IN_THE_APP });
    await page.goto(link);
    await page.getByText('以谁的身份登录').waitFor();
    await signInAs(page, '刘洋');
    await page.getByText('请确认：').waitFor();
  }, 30_000);

  test('without scripts: login, a plain list of people, photos first, and the form is taken', async () => {
    const { page, link, wrong } = await open('刘洋', { javaScriptEnabled: false });
    await page.goto(link);
    await signInAs(page, '刘洋');
    const small = await (await browser.newPage({ viewport: { width: 64, height: 48 } })).screenshot({ type: 'jpeg' });
    await page.locator('input[type=file]').setInputFiles({ name: '1.jpg', mimeType: 'image/jpeg', buffer: small });
    await takePicture(page, 'dingtalk_no_scripts');
    await page.getByLabel('具体位置').fill('后门东侧');
    await page.getByRole('button', { name: '先传照片' }).click();
    await page.getByText('已附 1 张').waitFor();
    expect(await page.getByLabel('具体位置').inputValue()).toBe('后门东侧');
    await page.getByRole('button', { name: '登记隐患' }).click();
    await page.getByText('您提交的内容').waitFor();
    expect(wrong()).toEqual([]);
  }, 30_000);

  test('a browser too old for the script keeps the plain form; a new one finds a colleague by typing', async () => {
    await campus.settle();
    const old = await open('王芳');
    await old.context.addInitScript('delete Element.prototype.replaceChildren');
    await old.page.goto(old.link);
    await signInAs(old.page, '王芳');
    const list = old.page.getByLabel('责任人');
    await list.waitFor();
    expect(await old.page.locator('select[data-search]').first().isVisible()).toBe(true);
    expect(await old.page.getByRole('searchbox').count()).toBe(0);
    expect(old.wrong()).toEqual([]);

    const office = await open('王芳');
    await office.page.goto(office.link);
    await signInAs(office.page, '王芳');
    await office.page.getByRole('searchbox', { name: /责任人/ }).fill('教师39');
    await takePicture(office.page, 'dingtalk_search');
    await office.page.getByRole('button', { name: '教师39' }).click();
    await office.page.getByRole('button', { name: '认定派单' }).click();
    await office.page.getByText('已派单').first().waitFor();
    await campus.settle();
    campus.person('教师39').sees('待整改');
    expect(office.wrong()).toEqual([]);
  }, 60_000);
});
