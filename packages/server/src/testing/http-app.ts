import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { WireError } from '@parley/protocol'
import type { Challenge } from '@parley/protocol/accounts'
import { App } from '../app'
import type { Blobs } from '../blobs/blobs'
import { openBlobs } from '../blobs/open-blobs'
import { type Config, parseConfig } from '../config/config'
import { systemClock } from '../lib/clock'
import { createLogger } from '../lib/logger'
import { solved } from './solved'
import { testBlobsSetting } from './test-blobs'

export interface HttpAnswer {
  readonly status: number
  readonly headers: Headers
  readonly body: { readonly error?: WireError } & Record<string, unknown>
}

/** A whole node on a free port, with a directory of its own. */
export class HttpApp implements AsyncDisposable {
  private constructor(
    readonly app: App,
    readonly directory: string,
    private readonly own: { readonly config: Config; readonly log: readonly string[] },
  ) {}

  /** The lines that it logged so far. */
  get log(): readonly string[] {
    return this.own.log
  }

  /** Where it keeps files. */
  get blobs(): Blobs {
    return openBlobs(this.own.config)
  }

  /** @param env settings beside port, host, data directory and rate limits, which a test may change as well */
  static async start(env: Record<string, string> = {}): Promise<HttpApp> {
    const directory = await mkdtemp(join(tmpdir(), 'parley-http-'))
    const own = {
      PARLEY_HOST: '127.0.0.1',
      PARLEY_PORT: '0',
      PARLEY_TCP_PORT: '0',
      PARLEY_DATA_DIR: join(directory, 'data'),
      ...(await testBlobsSetting()),
    }
    const config = parseConfig({ env: { ...own, PARLEY_RATE_LIMITS: 'off', PARLEY_DIRECT_CHATS: 'everyone', ...env } })
    const log: string[] = []
    const logger = createLogger({ level: 'debug', format: 'json', clock: systemClock, write: (line) => log.push(line) })
    const onFatal = (error: Error) => {
      throw error
    }
    const webRoot = join(directory, 'web')
    return new HttpApp(
      await App.start({ config, clock: systemClock, logger, webRoot, version: 'test', onFatal }),
      directory,
      { config, log },
    )
  }

  get url(): string {
    return `http://127.0.0.1:${this.app.port}`
  }

  /** Calls a method as a program does, without a browser's headers. */
  async call(method: string, params: unknown, headers: Record<string, string> = {}): Promise<HttpAnswer> {
    return this.post(method, JSON.stringify(params), { 'content-type': 'application/json', ...headers })
  }

  /** Sends any body at all. */
  async post(method: string, body: Bun.BodyInit, headers: Record<string, string>): Promise<HttpAnswer> {
    const response = await fetch(`${this.url}/api/${method}`, { method: 'POST', body, headers })
    return { status: response.status, headers: response.headers, body: (await response.json()) as HttpAnswer['body'] }
  }

  /** Signs up a user; returns the token and the cookie. */
  async register(username: string): Promise<{ token: string; cookie: string; userId: string }> {
    const { body: challenge } = await this.call('accounts.challenge', {})
    const { body, headers } = await this.call('accounts.register', {
      challenge: await solved(challenge as unknown as Challenge),
      username,
      password: 'tidal fox lamp 9',
      name: username,
    })
    const { user, session } = body as unknown as { user: { id: string }; session: { token: string } }
    return { token: session.token, userId: user.id, cookie: (headers.get('set-cookie') ?? '').split(';')[0] ?? '' }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.app.stop()
    await rm(this.directory, { recursive: true, force: true })
  }
}
