import { readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type ChatId,
  type EventName,
  type EventParams,
  limits,
  type Me,
  type MessageId,
  type MethodName,
  newUuidV7,
  type Params,
  type Result,
} from '@parley/protocol'
import type { RegistrationMode } from '@parley/protocol/accounts'
import type { Argon2Cost } from '../accounts/passwords'
import type { Blobs } from '../blobs/blobs'
import type { Bus } from '../bus/bus'
import { InProcessBus } from '../bus/in-process'
import type { Config } from '../config/config'
import type { OidcProvider } from '../config/oidc-settings'
import { type ClusterPlace, type Core, createCore } from '../core'
import type { Connection } from '../gateway/connection'
import { type Clock, systemClock } from '../lib/clock'
import { type Logger, silentLogger } from '../lib/logger'
import { Metrics } from '../lib/metrics'
import { networkOf } from '../lib/networks'
import { noQuotas, type QuotaBytes } from '../lib/quota-bytes'
import type { Database, Publication } from '../storage/database'
import type { OnQuery } from '../storage/query-log'
import { createPublisher } from '../sync/publisher'
import { decodedMail } from './decoded-mail'
import { solved } from './solved'
import { openTestBlobs } from './test-blobs'
import { type DatabaseKind, openTestDatabase, type TestDatabase } from './test-database'

export interface TestAppOptions {
  readonly clock?: Clock
  readonly bus?: Bus
  readonly rateLimits?: boolean
  /** How much an account can make the server store; counts with `rateLimits` alone. */
  readonly quotas?: Partial<QuotaBytes>
  /** By default what the process tests on. */
  readonly kind?: DatabaseKind
  /** How long SQLite's disk takes; by default it is not waited for. */
  readonly sync?: () => Promise<void>
  readonly registration?: RegistrationMode
  readonly passwords?: boolean
  readonly oidc?: readonly OidcProvider[]
  /** `everyone` by default: most tests are not about friendship. */
  readonly directChats?: 'friends' | 'everyone'
  readonly retractWindowMs?: number
  readonly restoreMs?: number
  readonly groupMembers?: number
  readonly fileBytes?: number
  readonly voiceMaxMs?: number
  /** The rule for creating channels; any user by default. */
  readonly channels?: 'admins' | 'everyone'
  readonly tiles?: Config['tiles']
  readonly mediaScan?: Config['mediaScan']
  /** The cost of password hashes; next to nothing by default. */
  readonly passwordCost?: Argon2Cost
  /** The mail server; mails become files without one. */
  readonly mail?: Config['mail']
  /** How sign-in tokens of another product are checked. */
  readonly exchange?: Config['exchange']
  /** Where another site signs people in. */
  readonly signInUrl?: string
  /** This node among others. */
  readonly cluster?: ClusterPlace
  /** The origin that connections come from. */
  readonly origin?: string
  /** Another node, whose database this one shares. */
  readonly beside?: TestApp
  /** Replaces the service's database. */
  readonly wrap?: (database: Database) => Database
  readonly onQuery?: OnQuery
  /** Gets the lines that the service logs at `debug`. */
  readonly debug?: Logger['debug']
}

interface RefusalData {
  readonly code: string
  readonly field?: string
  readonly until?: number
  readonly retryAfterMs?: number
  readonly ticket?: string
}

interface Frame {
  readonly id?: number
  readonly method?: EventName
  readonly params?: unknown
  readonly result?: unknown
  readonly error?: { readonly message: string; readonly data: RefusalData }
}

/** The refusal that a call got. */
export class Refused extends Error {
  readonly code: string
  readonly field: string | undefined
  readonly until: number | undefined
  readonly retryAfterMs: number | undefined
  readonly ticket: string | undefined

  constructor({ code, field, until, retryAfterMs, ticket }: RefusalData, message: string) {
    super(`${code}: ${message}`)
    this.code = code
    this.field = field
    this.until = until
    this.retryAfterMs = retryAfterMs
    this.ticket = ticket
  }
}

/** A user's connection without a network: frames go straight in and out. */
export class TestConnection {
  readonly frames: Frame[] = []
  closedWith: number | undefined
  readonly connection: Connection
  private calls = 0
  private readonly waiting = new Map<number, (frame: Frame) => void>()

  constructor(
    core: Core,
    { token, address = '127.0.0.1', origin }: { token?: string | undefined; address?: string; origin: string },
  ) {
    this.connection = core.gateway.accept({
      peer: {
        send: (frame) => this.hear(frame),
        sendAll: (frames) => {
          for (const frame of frames) this.hear(frame)
        },
        close: (code) => {
          this.closedWith = code
        },
        terminate: () => {
          this.closedWith = 1006
        },
        bufferedBytes: () => 0,
      },
      from: { address, device: 'test', origin },
      token,
      transport: 'websocket',
    })
  }

  /** Calls a method; throws `Refused` with the error's name. */
  async call<N extends MethodName>(method: N, params: Params<N>): Promise<Result<N>> {
    const id = ++this.calls
    const answer = new Promise<Frame>((resolve) => this.waiting.set(id, resolve))
    this.connection.receive(JSON.stringify({ jsonrpc: '2.0', id, method, params }))
    const { error, result } = await answer
    if (error) throw new Refused(error.data, error.message)
    return result as Result<N>
  }

  /** The pushed frames of one event, oldest first. */
  events<E extends EventName>(event: E): EventParams<E>[] {
    return this.frames.filter((frame) => frame.method === event).map((frame) => frame.params as EventParams<E>)
  }

  private hear(text: string): void {
    const heard: Frame | Frame[] = JSON.parse(text)
    for (const frame of Array.isArray(heard) ? heard : [heard]) {
      if (frame.method) this.frames.push(frame)
      else if (typeof frame.id === 'number') this.waiting.get(frame.id)?.(frame)
    }
  }
}

/** A user with an account and an open connection. */
export interface Person {
  readonly me: Me
  readonly token: string
  readonly connection: TestConnection
  call<N extends MethodName>(method: N, params: Params<N>): Promise<Result<N>>
  /** Sends a text under a new id. */
  say(chatId: ChatId, text: string): Promise<Result<'messages.send'>>
}

interface Ends {
  readonly opened: TestDatabase
  readonly problems: string[]
  /** Directory of blobs and uploads, which comes to be with the first of them. */
  readonly files: string
  readonly blobs: Blobs
  readonly origin: string
}

/** The real service on a real database, without sockets. */
export class TestApp implements AsyncDisposable {
  readonly published: Publication[] = []

  private constructor(
    readonly core: Core,
    readonly database: Database,
    private readonly end: Ends,
  ) {}

  static async start(options: TestAppOptions = {}): Promise<TestApp> {
    const clock = options.clock ?? systemClock
    const bus = options.bus ?? new InProcessBus()
    const publish = createPublisher(bus)
    let app: TestApp | undefined
    const opened = await openTestDatabase({
      ...(options.onQuery ? { onQuery: options.onQuery } : {}),
      clock,
      ...(options.kind ? { kind: options.kind } : {}),
      ...(options.sync ? { sync: options.sync } : {}),
      ...(options.beside ? { beside: options.beside.end.opened } : {}),
      publish: (publications) => {
        app?.published.push(...publications)
        publish(publications)
      },
    })
    const database = options.wrap?.(opened.database) ?? opened.database
    const problems: string[] = []
    const logger: Logger = {
      ...silentLogger,
      enabled: (level) => level === 'error' || (level === 'debug' && options.debug !== undefined),
      debug: (...line) => options.debug?.(...line),
      error: (message, { method = '', error = '' } = {}) => problems.push(`${message} ${method} ${error}`),
    }
    const config = {
      demo: false,
      registration: options.registration ?? 'open',
      passwords: options.passwords ?? true,
      oidc: options.oidc ?? [],
      rateLimits: options.rateLimits ?? false,
      quotas: { ...noQuotas, ...options.quotas },
      directChats: options.directChats ?? 'everyone',
      retractWindowMs: options.retractWindowMs ?? limits.retractWindowMs,
      restoreMs: options.restoreMs ?? limits.restoreMs,
      groupMembers: options.groupMembers ?? limits.groupMembersDefault,
      fileBytes: options.fileBytes ?? limits.fileBytes,
      voiceMaxMs: options.voiceMaxMs ?? limits.voiceMaxMs,
      channels: options.channels ?? 'everyone',
      tiles: options.tiles,
      mediaScan: options.mediaScan,
      keptFree: undefined,
      mail: options.mail ?? { smtp: undefined, from: undefined },
      exchange: options.exchange,
      signInUrl: options.signInUrl,
    } as const
    const files = join(tmpdir(), `parley-test-files-${newUuidV7()}`)
    const blobs = options.beside?.blobs ?? (await openTestBlobs(files))
    const core = createCore({
      database,
      bus,
      blobs,
      clock,
      logger,
      metrics: new Metrics(),
      config,
      elapsed: () => clock.now(),
      incoming: join(files, 'incoming'),
      mailDirectory: join(files, 'mail'),
      networkOrigins: () => Array.from({ length: 300 }, (_, at) => `http://192.168.1.${at}:8080`),
      passwordCost: options.passwordCost ?? { memoryKib: 8, passes: 1 },
      ...(options.cluster ? { cluster: options.cluster } : {}),
    })
    core.start()
    app = new TestApp(core, database, {
      opened,
      problems,
      files,
      blobs,
      origin: options.origin ?? 'https://parley.test',
    })
    return app
  }

  /** The origin that connections come from. */
  get origin(): string {
    return this.end.origin
  }

  /** The file or the address of its database. */
  get place(): string {
    return this.end.opened.place
  }

  /** Waits inside a transaction for a promise that the test settles. Until then, fake clocks don't wait for the transaction. */
  hold(until: Promise<unknown>): Promise<void> {
    return this.end.opened.hold(until)
  }

  /** The mails of an app without a mail server, oldest first, as people read them. */
  async mails(): Promise<string[]> {
    await this.core.mail.queue.idle()
    const directory = join(this.end.files, 'mail')
    const names = await readdir(directory).catch(() => [])
    return Promise.all(names.toSorted().map(async (name) => decodedMail(await readFile(join(directory, name), 'utf8'))))
  }

  /** Where its pictures are. */
  get blobs(): Blobs {
    return this.end.blobs
  }

  /** A new connection; with a token it is signed in by `session.open`. */
  connect(token?: string): TestConnection {
    return new TestConnection(this.core, { token, origin: this.origin })
  }

  /** A new connection of a stranger from a network address. */
  connectFrom(address: string): TestConnection {
    return new TestConnection(this.core, { address: networkOf(address), origin: this.origin })
  }

  /** Signs up a user and opens a connection of theirs. */
  async person(username: string, more: Partial<Params<'accounts.register'>> = {}): Promise<Person> {
    const door = this.connect()
    const password = `correct horse ${username.length} battery`
    const proof = this.core.challenges.required
      ? { challenge: await solved(await door.call('accounts.challenge', {})) }
      : {}
    const account = { username, password, name: username, ...proof, ...more }
    const registered = await door.call('accounts.register', account)
    door.connection.end()
    return this.signedIn(registered.user, registered.session.token)
  }

  /** Another device of a user, or the same one again. */
  async signedIn(me: Me, token: string): Promise<Person> {
    const connection = this.connect()
    await connection.call('session.open', { token })
    const call: Person['call'] = (method, params) => connection.call(method, params)
    const say = (chatId: ChatId, text: string) =>
      call('messages.send', { id: newUuidV7() as MessageId, chatId, body: { type: 'text', text } })
    return { me, token, connection, call, say }
  }

  /** The errors logged so far, for a test that expects them: they don't fail this test. */
  takeProblems(): string[] {
    return this.end.problems.splice(0)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.core.gateway.stop()
    await this.core.stop()
    await this.end.opened[Symbol.asyncDispose]()
    await rm(this.end.files, { recursive: true, force: true })
    // Each logged error is one: unexpected, or not declared by the contract.
    if (this.end.problems.length > 0) throw new Error(this.end.problems.join('\n'))
  }
}
