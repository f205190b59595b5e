import { describe, test } from 'vitest';
import type { PlatformName } from '../../src/platforms/platform.ts';

/** The platform this run tells its stories on. */
export const storyPlatform: PlatformName = process.env.STORY_PLATFORM === 'dingtalk' ? 'dingtalk' : 'feishu';

/** Skipped under a name that says where it is told and why not here. */
function skipped<T extends typeof test | typeof describe>(from: T, platform: PlatformName, reason: string): T {
  const named = (name: string) => `${name} (${platform} only: ${reason})`;
  // `test` and `describe` skip in the same way.
  const { skip } = from as typeof test;
  const one = (name: string) => skip(named(name), () => {});
  const each = (cases: readonly unknown[]) => (name: string) => skip.each(cases)(named(name), () => {});
  // Stories call it with a name and a function, or through `each`; it does nothing else.
  return Object.assign(one, { each }) as unknown as T;
}

/** `test` for what rests on one vendor's own ways; the reason stands in the report. */
export const onlyOn = (platform: PlatformName, reason: string): typeof test =>
  storyPlatform === platform ? test : skipped(test, platform, reason);

/** `describe` for what rests on one vendor's own ways. */
export const storiesOnlyOn = (platform: PlatformName, reason: string): typeof describe =>
  storyPlatform === platform ? describe : skipped(describe, platform, reason);

/** Feishu is told of twice, over webhook and websocket or answered by patch and inline; DingTalk once. */
export const waysOf = <T>(feishu: readonly T[], dingtalk: T): readonly T[] =>
  storyPlatform === 'feishu' ? feishu : [dingtalk];
