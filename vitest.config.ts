import { cloudflareTest } from '@cloudflare/vitest-pool-workers';
import { defineConfig } from 'vitest/config';
import { workerSecrets } from './test/worker/secrets.ts';

const processes = {
  execArgv: ['--import', new URL('./test/quick_drizzle.ts', import.meta.url).href],
  // Files share a process: loading the product anew for each of them took as long as half the tests. The
  // product keeps no state in its modules (test/architecture/house.ts), and neither do tests.
  isolate: false,
  // Ten times what the longest take on a quiet machine: being busy is no failure.
  testTimeout: 120_000,
  hookTimeout: 60_000,
};

/** What shows every kind of card, form, press, group and file on the other platform; all of them: `npm run stories:dingtalk`. */
const toldOnDingTalk = [
  'test/stories/hazard_loop.test.ts',
  'test/stories/hazards/{emergencies,major,photos,reporting,triage}.test.ts',
  'test/stories/drills/{board,drill}.test.ts',
  'test/stories/digests/meeting.test.ts',
  'test/stories/duties/{daily_reminder,rounds,words}.test.ts',
  'test/stories/faults/private_leaks.test.ts',
  'test/stories/school/ledgers.test.ts',
];

export default defineConfig({
  test: {
    // Both cores of the smallest machine it runs on; the default leaves one idle.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'node',
          ...processes,
          include: ['test/**/*.test.ts'],
          exclude: ['test/worker/**'],
          // A busy machine is slow to draw a page; who waits for it is done as soon as it is there.
          expect: { poll: { timeout: 10_000 } },
        },
      },
      {
        // The same stories, told on the other platform.
        test: {
          name: 'dingtalk',
          ...processes,
          include: process.env.STORIES === 'all' ? ['test/stories/**/*.test.ts'] : toldOnDingTalk,
          // Told there already, or on both.
          exclude: ['test/stories/both/**', 'test/stories/dingtalk/**'],
          env: { STORY_PLATFORM: 'dingtalk' },
        },
      },
      {
        plugins: [
          cloudflareTest({ wrangler: { configPath: './wrangler.toml' }, miniflare: { bindings: workerSecrets } }),
        ],
        // One file after the other in one workerd: starting and importing costs more than the tests.
        test: {
          name: 'worker',
          // After the others: one workerd and two test processes would be three on two cores.
          sequence: { groupOrder: 1 },
          include: ['test/worker/**/*.test.ts'],
          isolate: false,
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
