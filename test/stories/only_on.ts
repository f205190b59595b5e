import { describe, test } from 'vitest';
import type { PlatformName } from '../../src/platforms/platform.ts';

/** The platform this run tells its stories on. */
export const storyPlatform: PlatformName = process.env.STORY_PLATFORM === 'dingtalk' ? 'dingtalk' : 'feishu';

/** What rests on one vendor's own ways is told there only; the reason stands in the report, and in README's table. */
const named = (platform: PlatformName, reason: string, name: string): string => `${name} (${platform} only: ${reason})`;

/** `test`, told on this platform only. */
export function onlyOn(platform: PlatformName, reason: string): typeof test {
  if (storyPlatform === platform) return test;
  const skipped = (name: string) => test.skip(named(platform, reason, name), () => {});
  const each = (cases: readonly unknown[]) => (name: string) =>
    test.skip.each(cases)(named(platform, reason, name), () => {});
  // Stories call it with a name and a function, or through `each`; both are skipped under a name that says why.
  return Object.assign(skipped, { each }) as unknown as typeof test;
}

/** `describe`, told on this platform only. */
export const storiesOnlyOn = (platform: PlatformName, reason: string) => (name: string, stories: () => void) =>
  storyPlatform === platform ? describe(name, stories) : describe.skip(named(platform, reason, name), stories);

/** Feishu is told of twice, over webhook and websocket or answered by patch and inline; DingTalk has one way. */
export const waysOf = <T>(feishu: readonly T[], dingtalk: T): readonly T[] =>
  storyPlatform === 'feishu' ? feishu : [dingtalk];
