import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'browser',
    include: ['tests/browser/**/*.test.ts'],
    globalSetup: 'tests/browser/built.ts',
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
