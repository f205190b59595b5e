import { describe, expect, test } from 'vitest';
import { createStream, PAUSES, type SocketListeners } from '../../../src/platforms/dingtalk/stream/connection.ts';

type Gateway = { ok: true; address: string } | { ok: false; failure: never; isRefused: boolean };

/** A vendor of plain functions and a clock that is moved by hand. */
function stage(gateway: () => Gateway = () => ({ ok: true, address: 'wss://x' })) {
  let now = 0;
  const timers = new Set<{ at: number; run: () => void }>();
  const lines: { listeners: SocketListeners; sent: string[]; alive: boolean; pings: number }[] = [];
  const heard: string[] = [];
  const log: string[] = [];
  let opens = 0;
  let answer: (messageId: string) => Promise<string | undefined> = async () => '{"response":null}';
  const stream = createStream({
    openGateway: async () => {
      opens += 1;
      return gateway();
    },
    connect(_address, listeners) {
      const line = { listeners, sent: [] as string[], alive: true, pings: 0 };
      lines.push(line);
      return {
        send: (text) => void line.sent.push(text),
        ping: () => {
          line.pings += 1;
        },
        terminate: () => {
          line.alive = false;
        },
      };
    },
    onFrame: (frame) => {
      heard.push(frame.messageId);
      return answer(frame.messageId);
    },
    log: { info: () => {}, warn: (_, text) => void log.push(text), error: (_, text) => void log.push(text) },
    now: () => now,
    random: () => 0.999_999,
    schedule: (run, ms) => {
      const timer = { at: now + ms, run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
  });
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    stream,
    lines,
    heard,
    log,
    opens: () => opens,
    timers: () => timers.size,
    live: () => lines.filter((line) => line.alive).length,
    answers(next: typeof answer) {
      answer = next;
    },
    settle,
    async pass(ms: number) {
      const until = now + ms;
      for (;;) {
        const next = [...timers].filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        timers.delete(next);
        now = next.at;
        next.run();
        await settle();
      }
      now = until;
      await settle();
    },
    last() {
      const line = lines.at(-1);
      if (!line) throw new Error('no socket was made');
      return line;
    },
  };
}

const frame = (topic: string, messageId: string, type = 'CALLBACK') =>
  JSON.stringify({ specVersion: '1.0', type, headers: { topic, messageId }, data: '{"opaque":"o"}' });
const disconnect = JSON.stringify({ type: 'SYSTEM', headers: { topic: 'disconnect' }, data: '{"reason":"x"}' });

async function opened(gateway?: () => Gateway) {
  const scene = stage(gateway);
  scene.stream.start();
  await scene.settle();
  scene.last().listeners.opened();
  return scene;
}

describe('frames', () => {
  test('a ping is echoed; a frame is answered when it is kept, not before', async () => {
    const scene = await opened();
    scene.last().listeners.heard(frame('ping', 'p1', 'SYSTEM'));
    expect(JSON.parse(scene.last().sent[0] ?? '')).toMatchObject({
      code: 200,
      headers: { messageId: 'p1' },
      data: '{"opaque":"o"}',
    });
    let keep = (_data: string | undefined): void => {};
    scene.answers(() => new Promise((resolve) => (keep = resolve)));
    scene.last().listeners.heard(frame('/v1.0/im/bot/messages/get', 'm1'));
    await scene.settle();
    expect(scene.last().sent).toHaveLength(1);
    keep('{"response":null}');
    await scene.settle();
    expect(JSON.parse(scene.last().sent[1] ?? '')).toMatchObject({
      headers: { messageId: 'm1' },
      data: '{"response":null}',
    });
  });

  test('what was not kept is not acknowledged; rubbish harms nobody', async () => {
    const scene = await opened();
    scene.answers(() => Promise.reject(new Error('disk full')));
    for (const text of [frame('/v1.0/im/bot/messages/get', 'm1'), '{', 'null', '{"type":"SYSTEM"}'])
      scene.last().listeners.heard(text);
    await scene.settle();
    expect(scene.last().sent).toEqual([]);
    expect(scene.stream.state().connected).toBe(true);
  });
});

describe('connections', () => {
  test('told to go: the replacement comes first, and what the old line still has is answered on it', async () => {
    const scene = await opened();
    await scene.pass(5_000);
    const old = scene.last();
    let keep = (_data: string | undefined): void => {};
    scene.answers(() => new Promise((resolve) => (keep = resolve)));
    old.listeners.heard(frame('/v1.0/im/bot/messages/get', 'm1'));
    old.listeners.heard(disconnect);
    await scene.settle();
    expect([scene.lines.length, scene.live(), scene.stream.sockets()]).toEqual([2, 2, 2]);
    scene.last().listeners.opened();
    keep('{}');
    await scene.settle();
    expect(old.sent).toHaveLength(1);
    await scene.pass(PAUSES.drain);
    expect([old.alive, scene.live(), scene.stream.state().connected]).toEqual([false, 1, true]);
  });

  test('error and close together are one failure: pauses grow to a minute, opens stay few, one timer', async () => {
    const scene = await opened();
    const at: number[] = [];
    for (let round = 0; round < 8; round += 1) {
      const line = scene.last();
      line.listeners.ended('ECONNRESET');
      line.listeners.ended('closed with 1006');
      expect(scene.timers()).toBe(1);
      const before = scene.lines.length;
      let waited = 0;
      while (scene.lines.length === before) {
        await scene.pass(500);
        waited += 500;
      }
      at.push(waited);
    }
    expect(at).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
    expect(scene.live()).toBe(1);
  });

  test('an hour of a refusing vendor costs about seventy opens, and a healthy minute forgets it', async () => {
    let refuses = true;
    const failure = { during: 'open', reason: 'vendor', status: 503, code: '', message: '' } as never;
    const scene = stage(() => (refuses ? { ok: false, failure, isRefused: false } : { ok: true, address: 'wss://x' }));
    scene.stream.start();
    await scene.pass(3_600_000);
    expect(scene.opens()).toBeLessThan(75);
    refuses = false;
    await scene.pass(60_000);
    scene.last().listeners.opened();
    for (let second = 0; second < 70; second += 10) {
      scene.last().listeners.heard(frame('ping', `p${second}`, 'SYSTEM'));
      scene.last().listeners.ponged();
      await scene.pass(10_000);
      scene.last().listeners.ponged();
    }
    const before = scene.opens();
    scene.last().listeners.ended('closed');
    await scene.pass(1_000);
    expect(scene.opens()).toBe(before + 1);
  });

  test.each([
    ['silent for too long', PAUSES.silence + 1_000, true],
    ['no pong', PAUSES.ping + PAUSES.pong, false],
  ])('%s: replaced', async (why, after, ponged) => {
    const scene = await opened();
    for (let passed = 0; passed < after; passed += 1_000) {
      await scene.pass(1_000);
      if (ponged) scene.last().listeners.ponged();
      if (scene.log.length > 0) break;
    }
    expect(scene.stream.state().lastError).toBe(why);
    expect(scene.lines[0]?.alive).toBe(false);
  });

  test('a handshake that never ends is given up', async () => {
    const scene = stage();
    scene.stream.start();
    await scene.settle();
    await scene.pass(PAUSES.handshake);
    expect(scene.live()).toBe(0);
    await scene.pass(1_000);
    expect(scene.live()).toBe(1);
  });

  test('sent away at once, again and again, is no storm and never more than two sockets', async () => {
    const scene = stage();
    scene.stream.start();
    let most = 0;
    for (let second = 0; second < 600; second += 1) {
      const line = scene.lines.at(-1);
      if (line?.alive) {
        line.listeners.opened();
        line.listeners.heard(disconnect);
      }
      most = Math.max(most, scene.live());
      await scene.pass(1_000);
    }
    expect(most).toBeLessThanOrEqual(2);
    expect(scene.opens()).toBeLessThan(30);
  });

  test('refused keys stop it, loudly, and it looks again after a quarter of an hour', async () => {
    const failure = { during: 'open', reason: 'vendor', status: 401, code: 'authFailed', message: '' } as never;
    const scene = stage(() => ({ ok: false, failure, isRefused: true }));
    scene.stream.start();
    await scene.pass(60_000);
    expect([scene.opens(), scene.stream.state().phase]).toEqual([1, 'refused']);
    expect(scene.log.join()).toContain('dingtalk.auth_failed');
    await scene.pass(PAUSES.refused);
    expect(scene.opens()).toBe(2);
  });

  test('stopped, nothing is left: no socket, no timer, no late opening', async () => {
    const scene = await opened();
    scene.last().listeners.heard(disconnect);
    scene.stream.stop();
    await scene.pass(3_600_000);
    expect([scene.live(), scene.timers(), scene.stream.state().phase]).toEqual([0, 0, 'closed']);
  });
});
