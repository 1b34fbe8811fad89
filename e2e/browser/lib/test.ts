import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  type Page,
} from '@playwright/test'
import { BrokenNetwork } from './broken-network'
import { Guard } from './guard'
import { type ParleyServer, startParley } from './parley-server'
import { Person } from './people'

export { expect } from '@playwright/test'

/** Devices by their sizes in WEB.md; phones touch. */
export const devices = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
  smallPhone: { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
} as const satisfies Record<string, BrowserContextOptions>

export interface BrowserOptions {
  /** Where the pages come from; the test's server unless told. */
  readonly url?: string
  readonly theme?: 'light' | 'dark'
  readonly language?: 'en' | 'zh'
  readonly context?: BrowserContextOptions
}

/** Opens browsers whose pages are watched. */
export interface Browsers {
  readonly guard: Guard
  /** A browser of its own, signed in as somebody, or as nobody. */
  context(person: Person | undefined, options?: BrowserOptions): Promise<BrowserContext>
  /** The same with one page at an address. */
  open(person: Person | undefined, path?: string, options?: BrowserOptions): Promise<Page>
  /** Closes them all, before what their pages are connected to goes away. */
  close(): Promise<void>
}

const cookieOf = ({ token }: Person, url: string) => ({
  name: 'parley_session',
  value: token,
  domain: new URL(url).hostname,
  path: '/',
  httpOnly: true,
  sameSite: 'Lax' as const,
})

/** What a browser remembers from before. */
const rememberedOf = (person: Person | undefined, { theme, language = 'en' }: BrowserOptions) => ({
  'parley.language': language,
  ...(theme && { 'parley.theme': theme }),
  ...(person && { 'parley.signedIn': 'yes' }),
})

/** Runs before the first page of a context: Playwright's own way opens a page for it, which takes longer than a test's first look. */
const remember = ([origin, values]: readonly [origin: string, values: Readonly<Record<string, string>>]) => {
  if (location.origin !== origin || localStorage.getItem('test.remembers')) return
  for (const [key, value] of Object.entries({ ...values, 'test.remembers': 'yes' })) localStorage.setItem(key, value)
}

const browsersOf = (browser: Browser, serverUrl: string): Browsers => {
  const guard = new Guard()
  const opened: BrowserContext[] = []
  const context = async (person: Person | undefined, options: BrowserOptions = {}) => {
    const url = options.url ?? serverUrl
    const made = await browser.newContext({
      ...devices.desktop,
      baseURL: url,
      locale: 'en-US',
      timezoneId: 'UTC',
      ...options.context,
    })
    if (person) await made.addCookies([cookieOf(person, url)])
    await made.addInitScript(remember, [new URL(url).origin, rememberedOf(person, options)] as const)
    opened.push(made)
    made.on('page', (page) => guard.watch(page, url))
    return made
  }
  const open = async (person: Person | undefined, path = '/', options: BrowserOptions = {}) => {
    const page = await (await context(person, options)).newPage()
    await page.goto(path)
    return page
  }
  const close = async () => {
    for (const made of opened.splice(0)) await made.close()
  }
  return { guard, context, open, close }
}

let registered = 0

export interface Fixtures {
  readonly browsers: Browsers
  /** Registers people under names of their own, such as `alice_3`. */
  readonly cast: <const Names extends readonly string[]>(...names: Names) => Promise<{ [K in keyof Names]: Person }>
  /** A server that this test alone uses. */
  readonly ownServer: ParleyServer
  /** A network between this test's browsers and the server; give its `url` to a browser. */
  readonly network: BrokenNetwork
}
interface WorkerFixtures {
  /** Environment variables of the servers. */
  readonly settings: Readonly<Record<string, string>>
  readonly server: ParleyServer
}

/** A test with a real server, people and browsers. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  settings: [
    { PARLEY_RATE_LIMITS: 'off', PARLEY_LOG_LEVEL: 'warn', PARLEY_DIRECT_CHATS: 'everyone' },
    { scope: 'worker', option: true },
  ],
  server: [
    async ({ settings }, use) => {
      const server = await startParley(settings)
      await use(server)
      await server.stop()
    },
    { scope: 'worker' },
  ],
  ownServer: async ({ settings, browsers }, use) => {
    const server = await startParley(settings)
    await use(server)
    await browsers.close()
    await server.stop()
  },
  browsers: async ({ browser, server }, use, info) => {
    const browsers = browsersOf(browser, server.url)
    await use(browsers)
    await browsers.close()
    if (info.status === info.expectedStatus) browsers.guard.check()
    else await info.attach('what the pages said', { body: browsers.guard.report() })
  },
  cast: async ({ server }, use) => {
    const cast = async (...names: readonly string[]) => Promise.all(names.map((name) => registerAs(server.url, name)))
    await use(cast as Fixtures['cast'])
  },
  network: async ({ server, browsers }, use) => {
    const network = await BrokenNetwork.before(server.port)
    await use(network)
    await browsers.close()
    network.close()
  },
})

const capital = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`

/** Registers somebody under a user name that nobody has yet. */
export const registerAs = (url: string, name: string): Promise<Person> =>
  Person.register(url, { username: `${name}_${++registered}`, name: capital(name) })
