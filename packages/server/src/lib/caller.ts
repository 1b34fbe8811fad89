import type { ServiceScope, ServiceTokenId, SessionId, UserId } from '@parley/protocol'

/** A method's access to the connection that called it. */
export interface CallerConnection {
  /** Whether it has ended. */
  readonly isClosed: boolean
  subscribe(topic: string): void
  unsubscribe(topic: string): void
  /** Sends a frame. */
  push(frame: string): void
  /** Signs the connection in; a connection that is signed in already stays as it is. */
  signIn(token: string): Promise<Caller>
  /** Closes it as its far end asked, after what is still to be said. */
  closeAfterResponse(): void
}

/** A caller without a session. */
export interface Stranger {
  /** The network address, as far as proxies are believed. */
  readonly address: string
  /** A short name of the device, from the User-Agent where there is one. */
  readonly device: string
  /** The origin that links are made for, such as `https://chat.example`. */
  readonly origin: string
  /** The secret that binds sign-ins through providers to a browser. Only its own HTTP requests have it. */
  readonly browser?: string | undefined
  readonly connection?: CallerConnection
}

/** The data of a sign-in that its session keeps. */
export interface SignedInFrom extends Pick<Stranger, 'device' | 'address'> {
  /** When the session ends in any case, in epoch milliseconds. */
  readonly expiresAt?: number
  /** Another product vouches for the person. */
  readonly vouched?: boolean
  /** The token of the service that made the session, and ends it. */
  readonly serviceId?: ServiceTokenId
}

/** @param device the client's own name for the device, which is better than what its `User-Agent` says */
export const signedInFrom = (
  stranger: Stranger,
  { device }: { readonly device?: string | undefined },
): SignedInFrom => ({ device: device ?? stranger.device, address: stranger.address })

/** A signed-in caller. */
export interface Caller extends Stranger {
  readonly userId: UserId
  /** The user's internal key. */
  readonly userKey: number
  readonly sessionId: SessionId
  /** Whether the session still works. For callers without a connection, which would have closed. */
  readonly isStillSignedIn?: () => Promise<boolean>
}

/** The user in whose name something is done. */
export type Sender = Pick<Caller, 'userId' | 'userKey'>

/** A signed-in caller who arrived as a stranger: reads the data of the arrival instead of copying it. */
export class SignedIn implements Caller {
  readonly userId: UserId
  readonly userKey: number
  readonly sessionId: SessionId
  readonly connection?: CallerConnection
  readonly isStillSignedIn?: () => Promise<boolean>

  /** @param kept the connection of the caller, or how to ask for the session again */
  constructor(
    private readonly from: Omit<Stranger, 'connection'>,
    { userId, userKey, sessionId }: Pick<Caller, 'userId' | 'userKey' | 'sessionId'>,
    kept?: CallerConnection | (() => Promise<boolean>),
  ) {
    this.userId = userId
    this.userKey = userKey
    this.sessionId = sessionId
    if (typeof kept === 'function') this.isStillSignedIn = kept
    else if (kept) this.connection = kept
  }

  get address(): string {
    return this.from.address
  }

  get device(): string {
    return this.from.device
  }

  get origin(): string {
    return this.from.origin
  }

  get browser(): string | undefined {
    return this.from.browser
  }
}

/** A service token that works. */
export interface ServiceToken {
  readonly id: ServiceTokenId
  readonly name: string
  readonly scopes: readonly ServiceScope[]
}

/** Another product that calls with a service token. */
export interface ServiceCaller extends Stranger {
  readonly token: ServiceToken
  /** Whether the token still works. */
  readonly isStillValid?: () => Promise<boolean>
}

/** Whether a caller is another product. */
export const isService = (who: Stranger): who is ServiceCaller => 'token' in who

/** A service that called over HTTP: reads the data of the arrival instead of copying it. */
export class CalledByService implements ServiceCaller {
  constructor(
    private readonly from: Omit<Stranger, 'connection'>,
    readonly token: ServiceToken,
    readonly isStillValid: () => Promise<boolean>,
  ) {}

  get address(): string {
    return this.from.address
  }

  get device(): string {
    return this.from.device
  }

  get origin(): string {
    return this.from.origin
  }
}
