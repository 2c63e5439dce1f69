import { defineConfig } from 'vitest/config'

// Which tests need what, by where they are: a pure room's tests open no database, but for those of its store and its
// routes. Whatever is neither pure nor e2e may (test/support/database.ts).
const rooms = 'scim|words|contract|rules|plan|library|cli'
const needsDatabase = [`src/@(${rooms})/**/@(store|routes)*.test.ts`, `src/@(${rooms})/**/@(store|routes)/**/*.test.ts`]
const house = 'test/house.test.ts'
const e2e = 'test/e2e/**/*.test.ts'
const never = ['**/node_modules/**', '.rollcall/**']

export default defineConfig({
  test: {
    // Two workers: a test that is only right on an idle machine with many cores is not right.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          // Properties run thousands of cases, on machines that do other things too.
          testTimeout: 30_000,
          include: [`src/@(${rooms})/**/*.test.ts`, 'src/platform/*.test.ts', 'web/**/*.test.{ts,tsx}', house],
          exclude: [...never, ...needsDatabase],
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: [
            ...needsDatabase,
            'src/*.test.ts',
            'src/platform/*/**/*.test.ts',
            `src/!(platform|${rooms})/**/*.test.ts`,
            'test/**/*.test.ts',
          ],
          exclude: [...never, house, e2e],
          globalSetup: 'test/support/postgres.ts',
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: [e2e],
          exclude: never,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // Each file has a server and a browser of its own, and one more beside it: what is waited for may take a while.
          expect: { poll: { timeout: 10_000 } },
        },
      },
    ],
  },
})
