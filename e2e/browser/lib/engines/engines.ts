import { existsSync } from 'node:fs'
import type { Engine } from './engine'
import { startChromium, startFirefox } from './puppeteer-engine'
import { startWebKit } from './webkit-engine'

export type { Engine } from './engine'

export interface EngineUnderTest {
  readonly name: 'Chromium' | 'Firefox' | 'WebKit'
  /** Debian packages of the engine and its driver. */
  readonly packages: string
  /** Files that the engine needs to start. */
  readonly files: readonly string[]
  start(): Promise<Engine>
}

const chromium = process.env.PARLEY_CHROMIUM || '/usr/bin/chromium'
const firefox = '/usr/bin/firefox-esr'
const driver = '/usr/bin/WebKitWebDriver'
const xvfb = '/usr/bin/Xvfb'
const libraries = process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu'
const miniBrowser = `/usr/lib/${libraries}/webkit2gtk-4.1/MiniBrowser`

/** The three browser engines, in Debian's versions. */
export const engines: readonly [EngineUnderTest, ...EngineUnderTest[]] = [
  { name: 'Chromium', packages: 'chromium', files: [chromium], start: () => startChromium(chromium) },
  { name: 'Firefox', packages: 'firefox-esr', files: [firefox], start: () => startFirefox(firefox) },
  {
    name: 'WebKit',
    packages: 'webkit2gtk-driver xvfb',
    files: [driver, xvfb, miniBrowser],
    start: () => startWebKit({ driver, browser: miniBrowser }),
  },
]

/** Why an engine can't be tested here; undefined when it can. */
export const missingEngines = ({ name, packages, files }: EngineUnderTest): string | undefined =>
  files.every((file) => existsSync(file))
    ? undefined
    : `${name} is not installed; on Debian: apt-get install ${packages}`
