import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WORLD_CHAT_ID } from '@parley/protocol/ids'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { type BigSize, bigSize } from '../seed/big/big-dataset'
import { seedBig } from '../seed/big/seed-command'
import { seededToken } from '../seed/tokens'
import { ParleyServer } from '../targets/parley'

/** People by their number in the seed: a user with all chats, one with unread messages, and some writers. */
export const people = { demo: 1, test: 2, talkers: [4, 5, 6, 7, 8, 9] } as const
export const worldPath = `/c/${WORLD_CHAT_ID}`

const flags = [
  ...['--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  '--disable-smooth-scrolling',
]

/** The shared parts of a run: a server on large data, and a browser. */
export class WebContext implements AsyncDisposable {
  private constructor(
    private readonly directory: string,
    private readonly server: ParleyServer,
    private readonly browser: Browser,
  ) {}

  /**
   * Seeds the data and starts the server with the built client. Then it starts the browser: `PARLEY_CHROMIUM`, else
   * Debian's.
   */
  static async start(size: BigSize = bigSize): Promise<WebContext> {
    const directory = mkdtempSync(join(tmpdir(), 'parley-web-bench-'))
    const executablePath = process.env.PARLEY_CHROMIUM || '/usr/bin/chromium'
    if (!existsSync(executablePath)) throw new Error('There is no Chromium here: set PARLEY_CHROMIUM to its path.')
    await seedBig(join(directory, 'big'), size)
    const server = await ParleyServer.start({ directory, name: 'big' })
    return new WebContext(directory, server, await chromium.launch({ executablePath, args: flags }))
  }

  get url(): string {
    return `http://127.0.0.1:${this.server.port}`
  }

  get version(): string {
    return this.browser.version()
  }

  /** A separate browser context with an empty cache, signed in as one of `people` or signed out. */
  context(person?: number): Promise<BrowserContext> {
    const { url } = this
    const cookie = { name: 'parley_session', domain: '127.0.0.1', path: '/', expires: -1, httpOnly: true }
    const cookies =
      person === undefined ? [] : [{ ...cookie, value: seededToken(person), secure: false, sameSite: 'Lax' as const }]
    const signedIn = person === undefined ? [] : [{ name: 'parley.signedIn', value: 'yes' }]
    const localStorage = [{ name: 'parley.language', value: 'en' }, ...signedIn]
    return this.browser.newContext({
      ...{ viewport: { width: 1280, height: 800 }, baseURL: url, locale: 'en-US', timezoneId: 'UTC' },
      storageState: { cookies, origins: [{ origin: url, localStorage }] },
    })
  }

  /** A page of a new context at an address, once its list shows. */
  async page(person: number, path = '/'): Promise<Page> {
    const page = await (await this.context(person)).newPage()
    await page.goto(path)
    await page.locator('[data-chat-row]').first().waitFor()
    return page
  }

  /** Calls a method as this person. */
  async call<T>(person: number, method: string, params: object): Promise<T> {
    const answer = await fetch(`${this.url}/api/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${seededToken(person)}` },
      body: JSON.stringify(params),
    })
    if (!answer.ok) throw new Error(await answer.text())
    return (await answer.json()) as T
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.browser.close()
    await this.server[Symbol.asyncDispose]()
    rmSync(this.directory, { recursive: true, force: true })
  }
}
