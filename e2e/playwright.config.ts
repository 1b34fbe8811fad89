import { defineConfig } from '@playwright/test'

/** Debian's Chromium, unless `PARLEY_CHROMIUM` names another one. */
const chromium = process.env.PARLEY_CHROMIUM || '/usr/bin/chromium'
/** Chromium's headless shell, which starts faster. */
const headlessShell = process.env.TEST_HEADLESS_SHELL || chromium

/** Tests that need the full browser: app installation, notifications, whole journeys, screenshots, and suggestions of fields. */
const inWholeBrowser = ['install', 'settings', 'tours', 'looks', 'png', 'passkey-suggestions'].map(
  (name) => `**/${name}.test.ts`,
)

/** Most pages live for seconds, so optimising their code costs more time than it saves. */
const unoptimised = '--js-flags=--max-lazy --no-opt --no-maglev'

const launchOptions = (executablePath: string, ...more: string[]) => ({
  executablePath,
  args: [
    ...more,
    '--headless=new',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    // Each wheel step scrolls at once by its exact distance, so any other movement is a fault.
    '--disable-smooth-scrolling',
    '--host-resolver-rules=MAP parley.test 127.0.0.1',
  ],
})

/** Without this flag, the headless shell rounds text positions to whole pixels, unlike the full browser. */
const exactTexts = '--font-render-hinting=none'
const inShell = { launchOptions: launchOptions(headlessShell, exactTexts, unoptimised) }

/** These files take minutes. They start first, so that short files can run next to them. */
const large = '**/large*.test.ts'
/**
 * Tests with a fake microphone, which beeps once a second. Only the full browser has one. Pages need the permission to
 * use it.
 */
const speaking = '**/voice*.test.ts'
/** Proofs of work compute for seconds, three times as long in code that isn't optimised. */
const computing = '**/proof.test.ts'

export default defineConfig({
  testDir: './browser',
  testMatch: '**/*.test.ts',
  outputDir: './results',
  // Tests of one file share a server but no people, so they can run in any order.
  fullyParallel: true,
  workers: 3,
  forbidOnly: true,
  // Generous, because no test measures time, and test machines may be slow.
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
  },
  projects: [
    { name: 'large', testMatch: large, use: inShell },
    { name: 'proof', testMatch: computing, use: { launchOptions: launchOptions(headlessShell, exactTexts) } },
    { name: 'whole', testMatch: inWholeBrowser, use: { launchOptions: launchOptions(chromium, unoptimised) } },
    {
      name: 'voice',
      testMatch: speaking,
      use: { launchOptions: launchOptions(chromium, '--use-fake-device-for-media-stream', unoptimised) },
    },
    { name: 'shell', testIgnore: [large, computing, speaking, ...inWholeBrowser], use: inShell },
  ],
})
