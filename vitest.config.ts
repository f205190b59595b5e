import { cloudflareTest } from '@cloudflare/vitest-pool-workers';
import { defineConfig } from 'vitest/config';
import { workerSecrets } from './test/worker/secrets.ts';

export default defineConfig({
  test: {
    // Both cores of the smallest machine it runs on; the default leaves one idle.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'node',
          setupFiles: ['test/quick_drizzle.ts'],
          include: ['test/**/*.test.ts'],
          exclude: ['test/worker/**'],
          testTimeout: 40_000,
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
          testTimeout: 30_000,
        },
      },
    ],
  },
});
