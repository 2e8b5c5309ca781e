import { defineConfig } from 'vitest/config';

/** Concurrent tests of one file: they mostly wait for controllers. */
export const atOnce = 6;

export default defineConfig({
  test: {
    include: ['test/cluster/**/*.test.ts'],
    globalSetup: ['test/cluster/global-setup.ts'],
    // One control plane on the same two cores: files take turns, so that waiting means waiting.
    fileParallelism: false,
    maxConcurrency: atOnce,
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
