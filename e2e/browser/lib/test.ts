import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  type Page,
} from '@playwright/test'
import { BrokenNetwork } from './broken-network'
import { Deployment } from './deployment'
import { Guard } from './guard'
import { type ParleyServer, startParley } from './parley-server'
import { Person } from './people'

export { expect } from '@playwright/test'

/** Devices with the sizes of WEB.md. Phones have touch. */
export const devices = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
  smallPhone: { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
} as const satisfies Record<string, BrowserContextOptions>

export interface BrowserOptions {
  /** The address of the pages. Without one, that of the test's server. */
  readonly url?: string
  readonly theme?: 'light' | 'dark'
  readonly language?: 'en' | 'zh'
  readonly context?: BrowserContextOptions
  /** Lets the client install its service worker, which loads all code at once. Most tests go without it. */
  readonly offlineStart?: boolean
}

/** Opens browsers and watches their pages. */
export interface Browsers {
  readonly guard: Guard
  /** A new browser context, signed in as a person or signed out. */
  context(person: Person | undefined, options?: BrowserOptions): Promise<BrowserContext>
  /** The same with one page at an address. */
  open(person: Person | undefined, path?: string, options?: BrowserOptions): Promise<Page>
  /** Closes all contexts, before their servers stop. */
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

/** Values that a browser stored earlier. */
const rememberedOf = (person: Person | undefined, { theme, language = 'en' }: BrowserOptions) => ({
  'parley.language': language,
  ...(theme && { 'parley.theme': theme }),
  ...(person && { 'parley.signedIn': 'yes' }),
})

/**
 * Runs before the first page of a context. Playwright's own way opens a page for it, which takes longer than the first
 * load of a test.
 */
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
      serviceWorkers: options.offlineStart ? 'allow' : 'block',
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
  /** Signs people up under unique user names, such as `alice_3`. */
  readonly cast: <const Names extends readonly string[]>(...names: Names) => Promise<{ [K in keyof Names]: Person }>
  /** A server only for this test. */
  readonly ownServer: ParleyServer
  /** A network between this test's browsers and the server. Pass its `url` to a browser. */
  readonly network: BrokenNetwork
  /** The server behind an address whose client can be replaced. Pass its `url` to a browser. */
  readonly deployment: Deployment
}
interface WorkerFixtures {
  /** Environment variables of the servers. */
  readonly settings: Readonly<Record<string, string>>
  readonly server: ParleyServer
  /** The first administrator of `server`. Its setup link works once, so the tests of a worker share this account. */
  readonly admin: Person
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
  admin: [
    async ({ server }, use) =>
      use(await Person.register(server.url, { username: 'grace', name: 'Grace', setup: server.setupCode ?? '' })),
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
    else await info.attach('errors on the pages', { body: browsers.guard.report() })
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
  deployment: async ({ server, browsers }, use) => {
    const deployment = await Deployment.before(server.port)
    await use(deployment)
    await browsers.close()
    await deployment.stop()
  },
})

const capital = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`

/** Signs a person up under an unused user name. */
export const registerAs = (url: string, name: string): Promise<Person> =>
  Person.register(url, { username: `${name}_${++registered}`, name: capital(name) })
