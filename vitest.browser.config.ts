import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'browser',
    maxWorkers: '100%',
    include: ['tests/browser/**/*.test.ts'],
    globalSetup: 'tests/built.ts',
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
