/** Sessions whose tokens another product issues. Browsers need no cookie for them. */
import type { MethodName, Params, Result } from '@parley/protocol'
import { closeCodes } from '@parley/protocol/close-codes'
import type { ClientOptions, Socket, SocketEvents, Transport } from './api'
import { httpCaller } from './connection/http'
import { webSocketTransport } from './connection/web-socket'
import { asParleyError, ParleyError } from './lib/error'
import { lateUpload } from './outbox/late-upload'

/**
 * Gets a session's token from the product that signs its users in. `refused` is the token that the server doesn't accept any
 * more, such as an expired one; undefined the first time. If it rejects, the client asks again with its next attempt.
 */
export type TokenSource = (refused: string | undefined) => Promise<string>

export interface HostSessionOptions {
  /** Origin of the server, such as `https://chat.example`. */
  readonly url: string
  readonly token: TokenSource
  /** How to reach the server; a WebSocket by default. */
  readonly transport?: Transport
}

const noSession = (): ParleyError =>
  new ParleyError({ message: 'There is no session.', data: { code: 'unauthenticated', retry: false } })

/** The current token. All that need another one share one question. */
class Tokens {
  #token: string | undefined
  #refused: string | undefined
  #asking: Promise<string> | undefined
  readonly #source: TokenSource

  constructor(source: TokenSource) {
    this.#source = source
  }

  /** The token, if there is one that the server hasn't refused. */
  get current(): string | undefined {
    return this.#token
  }

  get(): Promise<string> {
    if (this.#token !== undefined) return Promise.resolve(this.#token)
    this.#asking ??= this.#source(this.#refused)
      .then((token) => {
        this.#token = token
        return token
      })
      .finally(() => {
        this.#asking = undefined
      })
    return this.#asking
  }

  /** The server refused a token. The next `get` requests another one, unless another call has already done so. */
  refuse(token: string): void {
    if (token !== this.#token) return
    this.#refused = token
    this.#token = undefined
  }
}

/**
 * The options of a client whose session ends when its token does, and goes on with another one. The client keeps its drafts and
 * waiting messages meanwhile. Browsers send no cookie with its calls, and the cookie has no effect on its connections.
 *
 * @example createClient({ storeName: `shop:${userId}`, ...hostSession({ url, token }) })
 */
export const hostSession = (
  options: HostSessionOptions,
): Required<Pick<ClientOptions, 'url' | 'transport' | 'http' | 'upload'>> => {
  const { url, transport = webSocketTransport(url, '/ws?cookies=ignored') } = options
  const tokens = new Tokens(options.token)
  /** Runs a call, and once more with another token if the server refuses this one. */
  const withToken = async <T>(run: (token: string) => Promise<T>): Promise<T> => {
    const token = await tokens.get()
    try {
      return await run(token)
    } catch (thrown) {
      if (asParleyError(thrown).code !== 'unauthenticated') throw thrown
      tokens.refuse(token)
      return run(await tokens.get())
    }
  }
  return {
    url,
    transport: renewingTransport(transport, tokens),
    http: <N extends MethodName>(method: N, params: Params<N>): Promise<Result<N>> => {
      const call = (token: string) => httpCaller({ url, token, credentials: 'omit' })(method, params)
      if (method !== 'accounts.logout') return withToken(call)
      // Signing out needs no other session.
      return tokens.current === undefined ? Promise.reject(noSession()) : call(tokens.current)
    },
    upload: (request) => withToken((token) => lateUpload({ url, token })(request)),
  }
}

interface Frame {
  readonly id?: unknown
  readonly method?: unknown
  readonly params?: object
  readonly error?: { readonly data?: { readonly code?: unknown } }
}

const parsed = (frame: string): Frame => {
  try {
    return (JSON.parse(frame) ?? {}) as Frame
  } catch {
    return {}
  }
}

/** Connects when there is a token, and opens the session with it. A refused token looks like a broken connection, so that the client comes back. */
const renewingTransport = (inner: Transport, tokens: Tokens): Transport => ({
  connect(events) {
    const attempt = new Attempt(events, tokens)
    tokens.get().then(
      (token) => attempt.begin(inner, token),
      () => attempt.end(1006),
    )
    return attempt
  },
})

/** One connection with one token. */
class Attempt implements Socket {
  #socket: Socket | undefined
  #token = ''
  #closed = false
  /** The id of the call that opens the session, until it has a response. */
  #opening: unknown
  readonly #events: SocketEvents
  readonly #tokens: Tokens

  constructor(events: SocketEvents, tokens: Tokens) {
    this.#events = events
    this.#tokens = tokens
  }

  begin(inner: Transport, token: string): void {
    if (this.#closed) return
    this.#token = token
    this.#socket = inner.connect({
      onOpen: () => this.#events.onOpen(),
      onFrame: (frame) => this.#received(frame),
      onClose: (code) => {
        if (code === closeCodes.sessionEnded) this.#refused()
        else this.end(code)
      },
    })
  }

  send(frame: string): void {
    const { id, method, params } = frame.includes('"session.open"') ? parsed(frame) : {}
    if (method !== 'session.open') {
      this.#socket?.send(frame)
      return
    }
    this.#opening = id
    this.#socket?.send(JSON.stringify({ jsonrpc: '2.0', id, method, params: { ...params, token: this.#token } }))
  }

  close(): void {
    this.#closed = true
    this.#socket?.close()
  }

  end(code: number): void {
    if (this.#closed) return
    this.close()
    this.#events.onClose(code)
  }

  #received(frame: string): void {
    if (this.#refuses(frame)) this.#refused()
    else this.#events.onFrame(frame)
  }

  /** Whether a frame says that the token opens no session. */
  #refuses(frame: string): boolean {
    if (this.#opening === undefined) return false
    const { id, error } = parsed(frame)
    if (id !== this.#opening) return false
    this.#opening = undefined
    return error?.data?.code === 'unauthenticated'
  }

  #refused(): void {
    this.#tokens.refuse(this.#token)
    this.end(1006)
  }
}

/**
 * The tokens of sessions that `accounts.exchange` begins. A browser keeps no cookie of them.
 * @param options `jwt` gets a token that your server signed for the user. It is called again when a session has ended.
 */
export const exchangedToken = ({ url, jwt }: { url: string; jwt: () => Promise<string> }): TokenSource => {
  const call = httpCaller({ url, credentials: 'omit' })
  return async () => (await call('accounts.exchange', { jwt: await jwt() })).session.token
}
