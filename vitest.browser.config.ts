import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'browser',
    maxWorkers: '100%', // while one page is looked at, another loads
    include: ['tests/browser/**/*.test.ts'],
    globalSetup: 'tests/built.ts',
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 10_000 } },
  },
});
