import { z } from 'zod';
import type { Places } from '../../config.ts';
import { askServer, isServerRunning } from '../running_server.ts';
import type { Surroundings } from '../surroundings.ts';
import { bad, type Finding, note, ok } from './finding.ts';
import { PUBLISH } from './remedies.ts';

/** How long somebody has for pressing the button, ms, and how often to look. */
const PRESSED_WITHIN_MS = 120_000;
const LOOK_EVERY_MS = 1_000;

const sentAnswer = z.object({ test: z.number(), people: z.number() });
const lastAnswer = z.object({ test: z.number(), pressedAt: z.number().optional() });

/** Sends the safety office a card through the running server and waits for its button: the whole way and back. */
export async function tryCard({ dataDirectory }: Places, { say, now, pause }: Surroundings): Promise<Finding> {
  const what = '测试卡 test card';
  if (!(await isServerRunning(dataDirectory))) return bad(what, '服务没有运行，发不了', '用 npm start 启动后再试');
  const { test, people } = await askServer(dataDirectory, { method: 'POST', path: '/test-card' }, sentAnswer);
  if (people === 0) return bad(what, '还没有安全办，没有人可发', '先用服务日志里的绑定码绑定安全办');
  say(
    `测试卡已发给安全办 ${people} 人，请在两分钟内按卡上的“测试按钮”… (press the button on the card within 2 minutes)`,
  );
  const until = now() + PRESSED_WITHIN_MS;
  while (now() < until) {
    const last = await askServer(dataDirectory, { method: 'GET', path: '/test-card' }, lastAnswer);
    if (last.test !== test) return note(what, '又发了一张新的，这一张不再等');
    if (last.pressedAt !== undefined) return ok(what, '收到按钮，消息和回调都通；请看卡片有没有变绿');
    await pause(LOOK_EVERY_MS);
  }
  return bad(
    what,
    '两分钟内没有收到按钮',
    `没看到卡片：看上面的检查。按了报错：飞书开放平台 → 事件与回调 → 回调配置，添加“卡片回传交互 card.action.trigger”。然后 ${PUBLISH}`,
  );
}
