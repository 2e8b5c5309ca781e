import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/cluster/**', 'test/slow/**', 'test/workbench/**', 'test/bench/**'],
    // What lies in the Helm caches of this machine must not decide.
    env: { HELM_CACHE_HOME: '/nonexistent', HELM_REPOSITORY_CACHE: '', HELM_CONTENT_CACHE: '' },
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
