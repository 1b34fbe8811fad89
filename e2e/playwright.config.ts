import { defineConfig } from '@playwright/test'

/** Debian's Chromium unless `PARLEY_CHROMIUM` names another one. */
const chromium = process.env.PARLEY_CHROMIUM || '/usr/bin/chromium'

export default defineConfig({
  testDir: './browser',
  testMatch: '**/*.test.ts',
  outputDir: './results',
  // Tests of one file share a server but no people, so that their order does not matter.
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  // Generous: no test asks how long something takes, and machines that run tests are slow.
  timeout: 300_000,
  expect: { timeout: 30_000 },
  reporter: 'list',
  use: {
    browserName: 'chromium',
    headless: true,
    viewport: { width: 1280, height: 800 },
    locale: 'en-US',
    timezoneId: 'UTC',
    actionTimeout: 30_000,
    navigationTimeout: 60_000,
    launchOptions: {
      executablePath: chromium,
      args: [
        '--headless=new',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        // A wheel step moves at once by exactly its distance: what moves otherwise is a fault.
        '--disable-smooth-scrolling',
        '--host-resolver-rules=MAP parley.test 127.0.0.1',
      ],
    },
  },
})
