import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

// Secrets that guard nothing: tests run on a database that lives as long as they do.
const secrets = {
  SECRET_KEY: 'dGVzdHMgc2lnbiBhbmQgaGFzaCB3aXRoIHRoaXMga2V5IQ',
  MODERATION_PASSWORD: 'correct horse battery',
};

// Those that start servers, and build.
const patient = { testTimeout: 120_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    globalSetup: 'tests/compile.ts',
    silent: 'passed-only',
    maxWorkers: '100%', // most of them wait for a server more than they compute
    projects: [
      {
        plugins: [
          cloudflareTest(async () => ({
            wrangler: { configPath: './wrangler.toml' },
            miniflare: {
              // Readers in tests are quicker than any reader; the tests of the limit set one.
              bindings: {
                ...secrets,
                SITE_URL: '', // the first deployment writes one into wrangler.toml
                COMMENTS_PER_MINUTE: 0,
                SCHEMA: await readD1Migrations(import.meta.dirname),
              },
            },
          })),
        ],
        test: {
          name: 'worker',
          include: ['tests/{model,routes,views}/**/*.test.{ts,tsx}'],
          setupFiles: ['tests/schema.ts'],
          testTimeout: 60_000, // a busy machine is no fault of the code
        },
      },
      {
        test: {
          name: 'node',
          include: ['tests/tools/**/*.test.ts', 'tests/*.test.ts'],
          ...patient,
        },
      },
      {
        test: {
          name: 'bundle',
          include: ['tests/bundle/**/*.test.ts'],
          globalSetup: 'tests/built.ts',
          ...patient,
        },
      },
    ],
  },
});
