/** The page itself, driven in headless Chromium over a fake world. Skipped, and reported so, where no Chromium is installed. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { phoneRoutes } from '../../../src/emulators/phone/routes.ts';
import type { PhoneWorld } from '../../../src/emulators/phone/world.ts';
import { findChromium, launchChromium, type OpenedPage, openPage } from '../../browser/chromium.ts';
import { dingtalkSchool, hazardValues } from './dingtalk_school.ts';
import { type FakeWorld, fakeWorld, GROUP, lastPress, p2p } from './fake_world.ts';
import {
  alertCard,
  digestCard,
  formCard,
  looseFieldsCard,
  receiptCard,
  taskCard,
  userTextCard,
  welcomeCard,
} from './sample_cards.ts';

const WIDE = { width: 1400, height: 900 };
const PHONE = { width: 390, height: 844 };

/** With SCREENSHOTS=1 a person may look at what the tests saw: `phone-*.png` in the system's temporary folder. */
const takePicture = async (page: Page, name: string): Promise<void> => {
  if (process.env.SCREENSHOTS === '1') await page.screenshot({ path: join(tmpdir(), name) });
};

/** Runs in the page. */
function inSight(element: { getBoundingClientRect(): { top: number; bottom: number } }): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return top > 100 && bottom < 800;
}

describe.skipIf(findChromium() === undefined)('the phone in the browser', () => {
  let browser: Browser;
  /** One for all tests: a new one for each costs more than what is looked at in it. The world behind it is new. */
  let tab: OpenedPage;
  const servers: Server[] = [];

  beforeAll(async () => {
    browser = await launchChromium();
    tab = await openPage(browser, WIDE);
  });
  afterAll(async () => {
    await browser?.close();
  });
  afterEach(async () => {
    await tab.page.goto('about:blank');
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  /** Serves the world and opens its page; `hash` says which phones are open. */
  async function open(world: PhoneWorld, size: { width: number; height: number }, hash = '') {
    const host = new Hono();
    host.route('/phone', phoneRoutes(world));
    const server = createServer(getRequestListener(host.fetch));
    servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no TCP port');
    await tab.page.setViewportSize(size);
    const before = tab.complaints.length;
    await tab.page.goto(`http://127.0.0.1:${address.port}/phone${hash}`);
    await tab.page.locator('body[data-ready=true]').waitFor();
    return { page: tab.page, complaints: () => tab.complaints.slice(before) };
  }

  const left = (page: Page) => page.getByTestId('phone-left');

  function story(): FakeWorld {
    const world = fakeWorld();
    world.post(p2p('ou_li'), { type: 'interactive', content: welcomeCard });
    world.post(p2p('ou_li'), { from: { kind: 'user', id: 'ou_li', name: '李晓梅' }, text: '2号楼3层扶手松了' });
    return world;
  }

  it('fills every kind of field, presses, sees the toast, and the values arrive', async () => {
    const world = story();
    const id = world.post(p2p('ou_li'), { type: 'interactive', content: formCard });
    world.answers({ toast: { type: 'success', content: '已登记 GS-202509-0012' } });
    const { page, complaints } = await open(world, WIDE, `#ou_li,${p2p('ou_li')}`);
    const card = left(page).getByTestId(`card-${id}`);
    await card.getByTestId('field-spot').fill('2号楼3层西侧');
    await card.getByTestId('field-place').selectOption('走廊');
    await card.getByTestId('field-kinds').locator('summary').click();
    await card.getByTestId('option-kinds-light').click();
    await card.getByTestId('field-owner').selectOption('陈师傅');
    await card.getByTestId('field-copies').locator('summary').click();
    await card.getByTestId('option-copies-ou_wang').click();
    await card.getByTestId('field-due').fill('2025-09-26');
    await card.getByTestId('field-due_time').fill('16:30');
    await card.getByTestId('field-visit').fill('2025-09-19T09:00');
    await card.getByTestId('field-seen').check();
    await card.getByText('9月26日 周五').waitFor();
    await takePicture(page, 'phone-form.png');
    await card.getByTestId('button-登记隐患').click();
    await left(page).getByTestId('toast').getByText('已登记 GS-202509-0012').waitFor();
    await expect
      .poll(() => card.getByTestId('button-登记隐患').evaluate(inSight), {
        message: 'a press must not scroll the card away',
      })
      .toBe(true);
    await takePicture(page, 'phone-toast.png');
    expect(lastPress(world)).toEqual({
      messageId: id,
      button: 'submit_hazard',
      values: {
        spot: '2号楼3层西侧',
        place: 'corridor',
        kinds: ['rail', 'light'],
        owner: 'ou_chen',
        copies: ['ou_wang'],
        due: '2025-09-26',
        due_time: '16:30',
        visit: '2025-09-19 09:00',
        seen: true,
      },
    });
    expect(complaints()).toEqual([]);
  });

  it('holds a form with an empty required field back, and says which', async () => {
    const world = story();
    const id = world.post(p2p('ou_li'), { type: 'interactive', content: formCard });
    const { page } = await open(world, WIDE, `#ou_li,${p2p('ou_li')}`);
    await left(page).getByTestId('button-登记隐患').click();
    await left(page).getByTestId('toast').getByText('请先填写必填项').waitFor();
    await left(page).getByText('请填写这一项').waitFor();
    expect(world.done.filter((entry) => 'press' in entry)).toEqual([]);
    await left(page).getByTestId(`card-${id}`).getByTestId('field-spot').fill('西侧');
    await left(page).getByTestId('button-登记隐患').click();
    await expect.poll(() => world.done.filter((entry) => 'press' in entry).length).toBe(1);
  });

  it('keeps half-filled input while other messages come and people change, and loses it when that card is replaced', async () => {
    const world = story();
    const id = world.post(p2p('ou_li'), { type: 'interactive', content: formCard });
    const { page } = await open(world, WIDE, `#ou_li,${p2p('ou_li')}`);
    const field = left(page).getByTestId(`card-${id}`).getByTestId('field-spot');
    await field.fill('西侧');
    world.post(p2p('ou_li'), { text: '又来一条' });
    await left(page).locator('.bubble', { hasText: '又来一条' }).waitFor();
    expect(await field.inputValue()).toBe('西侧');
    await page.getByTestId('person-周敏').click();
    await left(page).getByText('周敏 · 班主任').waitFor();
    await page.getByTestId('person-李晓梅').click();
    await field.waitFor();
    expect(await field.inputValue()).toBe('西侧');
    world.replace(id, formCard);
    await expect.poll(() => field.inputValue()).toBe('');
  });

  it('shows the vendor client error, the pending button, and asks before a press with a confirmation', async () => {
    const world = story();
    world.post(p2p('ou_li'), { type: 'interactive', content: receiptCard });
    let answer: () => void = () => {};
    world.answers(
      () => new Promise((resolve) => (answer = () => resolve({ error: 200671, detail: 'the receiver answered 500' }))),
    );
    const { page } = await open(world, WIDE, `#ou_li,${p2p('ou_li')}`);
    await left(page).getByTestId('button-撤回上报').click();
    await takePicture(page, 'phone-confirm.png');
    await left(page).getByTestId('confirm-no').click();
    expect(world.done.filter((entry) => 'press' in entry)).toEqual([]);
    await left(page).getByTestId('button-撤回上报').click();
    await left(page).getByTestId('confirm-yes').click();
    await left(page).locator('.button.pending', { hasText: '撤回上报' }).waitFor();
    await takePicture(page, 'phone-pending.png');
    await expect.poll(() => world.done.filter((entry) => 'press' in entry).length).toBe(1);
    answer();
    await left(page).getByTestId('toast').getByText('出错了，请稍后重试 200671').waitFor();
    await expect.poll(() => left(page).locator('.button.pending').count()).toBe(0);
    world.answers({});
    await left(page).getByTestId('overflow').click();
    await left(page).getByTestId('button-转给同事').click();
    await expect.poll(() => lastPress(world)).toMatchObject({ field: 'more', option: 'hand_over' });
  });

  it('answers fields outside a form at once', async () => {
    const world = story();
    const id = world.post(p2p('ou_li'), { type: 'interactive', content: looseFieldsCard });
    const { page } = await open(world, WIDE, `#ou_li,${p2p('ou_li')}`);
    await left(page).getByTestId('field-lesson').selectOption('楼梯靠右走');
    await expect
      .poll(() => world.done.at(-1))
      .toMatchObject({ press: { messageId: id, field: 'lesson', option: 'stairs' } });
    // The page redraws once more when the first press has been answered, which empties what was typed meanwhile.
    await expect.poll(() => left(page).locator('.pending').count()).toBe(0);
    await expect
      .poll(async () => {
        await left(page).getByTestId('field-note').fill('已讲两遍');
        await left(page).getByTestId('send-field-note').click();
        return world.done.at(-1);
      })
      .toMatchObject({ press: { field: 'note', option: '已讲两遍' } });
  });

  it('says disabled tips and turns no such press into a callback', async () => {
    const world = story();
    world.post(p2p('ou_li'), { type: 'interactive', content: taskCard });
    const { page } = await open(world, WIDE, `#ou_li,${p2p('ou_li')}`);
    await left(page).getByTestId('button-不归我管').click({ force: true });
    await left(page).getByTestId('toast').getByText('已过 24 小时，请联系安全办').waitFor();
    expect(world.done.filter((entry) => 'press' in entry)).toEqual([]);
  });

  it('types, replies, recalls, sends photos and files, and presses the bot menu', async () => {
    const world = story();
    const { page, complaints } = await open(world, WIDE, `#ou_li,${p2p('ou_li')}`);
    await left(page).getByTestId('composer').fill('食堂后门的灭火器过期了');
    await left(page).getByTestId('composer').press('Enter');
    await left(page).locator('.mine .bubble', { hasText: '食堂后门的灭火器过期了' }).waitFor();
    expect(await left(page).getByTestId('composer').inputValue()).toBe('');
    await left(page).locator('.mine .bubble', { hasText: '食堂后门的灭火器过期了' }).hover();
    await left(page).getByTestId('reply-om_3').click();
    await left(page).getByTestId('reply-bar').waitFor();
    await left(page).getByTestId('composer').fill('在左边');
    await left(page).getByTestId('send').click();
    await left(page).locator('.quote', { hasText: '食堂后门的灭火器过期了' }).waitFor();
    expect(world.done.at(-1)).toMatchObject({ say: '在左边', replyTo: 'om_3', chatId: p2p('ou_li') });
    await left(page).locator('.mine .bubble', { hasText: '在左边' }).hover();
    await left(page).getByTestId('recall-om_4').click();
    await left(page).getByText('你撤回了一条消息').waitFor();
    await left(page).getByTestId('photo').click();
    await takePicture(page, 'phone-tray.png');
    await left(page).getByTestId('sample-extinguisher').click();
    await expect.poll(() => world.done.at(-1)).toMatchObject({ first: [0xff, 0xd8, 0xff], personId: 'ou_li' });
    await page
      .getByTestId('any-file')
      .setInputFiles({ name: '名册.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from('PK') });
    await left(page).getByText('名册.xlsx').waitFor();
    await left(page).getByTestId('menu-emergency').click();
    await expect.poll(() => world.done.at(-1)).toEqual({ menu: 'emergency', personId: 'ou_li' });
    expect(complaints()).toEqual([]);
  });

  it('mentions the bot in a group only while the toggle is on', async () => {
    const world = story();
    const { page } = await open(world, WIDE, `#ou_li,${GROUP}`);
    const say = async (text: string) => {
      await left(page).getByTestId('composer').fill(text);
      await left(page).getByTestId('send').click();
      await left(page).locator('.mine .bubble', { hasText: text }).waitFor();
      return world.done.at(-1);
    };
    await left(page).getByTestId('mention-bot').click();
    expect(await say('大家好')).not.toHaveProperty('mentionBot');
    await left(page).getByTestId('mention-bot').click();
    expect(await say('今日提醒是什么')).toMatchObject({ mentionBot: true, chatId: GROUP });
  });

  it('counts unread, marks urgent, and switches the person in one click', async () => {
    const world = story();
    const { page } = await open(world, WIDE, `#ou_li,${p2p('ou_li')};ou_zhao`);
    const urgent = world.post(p2p('ou_wang'), { type: 'interactive', content: alertCard, urgent: true });
    world.post(p2p('ou_wang'), { text: '请尽快看' });
    await expect.poll(() => page.getByTestId('unread-王静').textContent()).toBe('2');
    await page.getByTestId('person-王静').click();
    await left(page).getByTestId(`urgent-${urgent}`).waitFor();
    await expect.poll(() => page.getByTestId('unread-王静').count()).toBe(0);
    await expect.poll(() => world.done).toContainEqual({ enter: 'ou_wang' });
    await left(page).getByTestId('back').click();
    await left(page).getByTestId('chat-班主任群').click();
    world.post(p2p('ou_wang'), { type: 'interactive', content: alertCard, urgent: true });
    await left(page).getByTestId('urgent-banner').click();
    await expect.poll(() => left(page).locator('.message .urgent').count()).toBe(2);
    expect(await left(page).getByTestId('urgent-banner').count()).toBe(0);
  });

  it('moves the clock', async () => {
    const world = story();
    const { page } = await open(world, WIDE);
    expect(await page.getByTestId('clock-now').textContent()).toContain('10:20');
    await page.getByTestId('clock-afternoon').click();
    await expect.poll(() => page.getByTestId('clock-now').textContent()).toContain('15:30');
    await page.getByTestId('clock-monday').click();
    await expect.poll(() => page.getByTestId('clock-now').textContent()).toContain('9月22日 周一');
  });

  it('runs nothing that a person typed', async () => {
    const world = story();
    world.post(p2p('ou_li'), {
      from: { kind: 'user', id: 'ou_li', name: '<b>李</b>' },
      text: '<img src=x onerror="window.hacked=true"><script>window.hacked=true</script>',
    });
    const id = world.post(p2p('ou_li'), { type: 'interactive', content: userTextCard });
    const { page } = await open(world, WIDE, `#ou_li,${p2p('ou_li')}`);
    await left(page).getByTestId(`card-${id}`).getByText('<script>window.hacked = true</script>').waitFor();
    await left(page).getByTestId(`card-${id}`).getByText('**不加粗** <at id=all></at> [链接]').waitFor();
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(await left(page).locator('.rows script, .rows iframe').count()).toBe(0);
  });

  it('looks right on a wide screen and on a phone', async () => {
    const world = story();
    world.post(p2p('ou_li'), { type: 'interactive', content: formCard });
    world.post(p2p('ou_chen'), { type: 'interactive', content: taskCard });
    world.post(p2p('ou_chen'), {
      type: 'image',
      content: { image_key: 'img_after' },
      from: { kind: 'user', id: 'ou_chen', name: '陈师傅' },
    });
    world.post(p2p('ou_chen'), { text: '收到，已附到 GS-202509-0012。', parentId: 'om_5' });
    world.post(p2p('ou_sun'), { type: 'interactive', content: digestCard });
    world.post(p2p('ou_wang'), { type: 'interactive', content: alertCard, urgent: true });
    world.post(p2p('ou_zhou'), { type: 'interactive', content: receiptCard });
    world.post(p2p('ou_zhou'), { type: 'interactive', content: userTextCard });
    world.post(GROUP, { type: 'interactive', content: looseFieldsCard });
    world.post(GROUP, { from: { kind: 'user', id: 'ou_zhou', name: '周敏' }, text: '初一2班已讲' });
    for (const [name, size, hash] of [
      ['wide', WIDE, `#ou_li,${p2p('ou_li')};ou_chen,${p2p('ou_chen')}`],
      ['wide-first', WIDE, ''],
      ['wide-digest', WIDE, `#ou_sun,${p2p('ou_sun')};ou_wang,${p2p('ou_wang')}`],
      ['wide-text', WIDE, `#ou_zhou,${p2p('ou_zhou')};ou_zhao,${GROUP}`],
      ['narrow', PHONE, `#ou_li,${p2p('ou_li')}`],
      ['narrow-list', PHONE, `#ou_wang`],
      ['narrow-digest', PHONE, `#ou_sun,${p2p('ou_sun')}`],
    ] as const) {
      const { page, complaints } = await open(world, size, hash);
      await takePicture(page, `phone-${name}.png`);
      const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      expect(overflow, `${name} must not scroll sideways`).toBeLessThanOrEqual(0);
      const wide = await page.evaluate(
        '[...document.querySelectorAll("[data-part=scroller]")].filter((part) => part.clientWidth > 0 && part.scrollWidth > part.clientWidth + 1).length',
      );
      expect(wide, `${name}: a chat must not scroll sideways`).toBe(0);
      expect(complaints()).toEqual([]);
    }
  });

  it('shows DingTalk in its own look: cards, private words, a form that outlives other changes', async () => {
    const { world, teacher, leader, group, chat, emulator, sendCard, call } = dingtalkSchool();
    const robotCode = emulator.bot.robotCode;
    await world.say(teacher, '食堂后门的灭火器过期了', { chatId: chat });
    await sendCard('a', hazardValues, { privateData: { [teacher]: { cardParamMap: { error: '请写清楚具体位置' } } } });
    const openSpaceId = `dtv1.card//IM_GROUP.${group}`;
    await sendCard('b', { title: '一周小结', tag: '本周', body: '发现 **6** 处，已改 **5** 处。' }, { openSpaceId });
    await call('POST', '/v1.0/robot/ding/send', {
      robotCode,
      remindType: 1,
      receiverUserIdList: [leader],
      content: '食堂燃气报警，请到现场',
    });
    const { page, complaints } = await open(world, WIDE, `#${teacher},${chat};${leader},${group}`);
    await left(page).getByTestId('field-spot').fill('西侧墙边');
    await call('PUT', '/v1.0/card/instances', {
      outTrackId: 'a',
      cardData: { cardParamMap: { tag: '整改中' } },
      cardUpdateOptions: { updateCardDataByKey: true },
    });
    await left(page).getByText('整改中').waitFor();
    expect(await left(page).getByTestId('field-spot').inputValue()).toBe('西侧墙边');
    await left(page).getByText('请写清楚具体位置').waitFor();
    await takePicture(page, 'phone-dingtalk.png');
    await left(page).getByTestId('button-接单').scrollIntoViewIfNeeded();
    await takePicture(page, 'phone-dingtalk-buttons.png');
    await left(page).getByTestId('back').click();
    await left(page).getByTestId('chat-安园').waitFor();
    await left(page).getByTestId('chat-安园').click();
    await expect.poll(() => left(page).getByTestId('field-spot').inputValue()).toBe('');
    expect(complaints()).toEqual([]);
  });
});
