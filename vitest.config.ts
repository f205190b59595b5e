import { cloudflareTest } from '@cloudflare/vitest-pool-workers';
import { defineConfig } from 'vitest/config';
import { workerSecrets } from './test/worker/secrets.ts';

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'node', include: ['test/**/*.test.ts'], exclude: ['test/worker/**'], testTimeout: 20_000 } },
      {
        plugins: [
          cloudflareTest({ wrangler: { configPath: './wrangler.toml' }, miniflare: { bindings: workerSecrets } }),
        ],
        // One file after the other in one workerd: starting and importing costs more than the tests.
        test: {
          name: 'worker',
          include: ['test/worker/**/*.test.ts'],
          isolate: false,
          fileParallelism: false,
          testTimeout: 30_000,
        },
      },
    ],
  },
});
