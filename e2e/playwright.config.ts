import { defineConfig } from '@playwright/test'

/** Debian's Chromium unless `PARLEY_CHROMIUM` names another one. */
const chromium = process.env.PARLEY_CHROMIUM || '/usr/bin/chromium'
/** The same without its windows: it starts faster. */
const headlessShell = process.env.TEST_HEADLESS_SHELL || chromium

/** What shows or asks for more than pages (an app to install, a notification), whole journeys, and how things look. */
const inWholeBrowser = ['install', 'settings', 'tours', 'looks', 'png'].map((name) => `**/${name}.test.ts`)

const launchOptions = (executablePath: string, ...more: string[]) => ({
  executablePath,
  args: [
    ...more,
    '--headless=new',
    // A page lives for seconds here: compiling its code as what runs for hours is worth costs more than it saves.
    '--js-flags=--max-lazy --no-opt --no-maglev',
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
})

/** Without the hint the shell lays out text in whole pixels, which the whole browser does not. */
const inShell = { launchOptions: launchOptions(headlessShell, '--font-render-hinting=none') }

/** Each of them takes minutes: begun first, the short ones fill what they leave. */
const large = '**/large*.test.ts'
/** A microphone that beeps once a second, which the shell doesn't have. Pages have to be permitted to use it. */
const speaking = '**/voice*.test.ts'

export default defineConfig({
  testDir: './browser',
  testMatch: '**/*.test.ts',
  outputDir: './results',
  // Tests of one file share a server but no people, so that their order does not matter.
  fullyParallel: true,
  workers: 3,
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
  },
  projects: [
    { name: 'large', testMatch: large, use: inShell },
    { name: 'whole', testMatch: inWholeBrowser, use: { launchOptions: launchOptions(chromium) } },
    {
      name: 'voice',
      testMatch: speaking,
      use: { launchOptions: launchOptions(chromium, '--use-fake-device-for-media-stream') },
    },
    { name: 'shell', testIgnore: [large, speaking, ...inWholeBrowser], use: inShell },
  ],
})
