import { type JsonObject, textAt } from '../ground/json.ts';
import { refuse } from './refusal.ts';
import type { Emulation } from './state.ts';

/** `robotCode` of a robot call (reference/dingtalk.md §5.1). */
export function checkRobotCode(emulation: Emulation, body: JsonObject): void {
  const robotCode = textAt(body, 'robotCode') ?? refuse('invalidParameter.robotCode.empty', 'robotCode 为空');
  if (robotCode !== emulation.bot.robotCode) refuse('invalidParameter.robotCode.notExsit', 'robotCode 不存在');
}

/** Whether the text holds a word the vendor's moderation stops. */
export function isUnsafe(emulation: Emulation, text: string): boolean {
  return emulation.rules.unsafeWords.some((word) => text.includes(word));
}
