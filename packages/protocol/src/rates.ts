/** Token buckets: `burst` calls at once, then `perSecond`. Each user has one, or each address for methods that anyone may call. */
export const rates = {
  none: null,
  read: { burst: 300, perSecond: 60 },
  write: { burst: 200, perSecond: 20 },
  /** Signing up and signing in, per address. */
  auth: { burst: 20, perSecond: 0.5 },
  /** Searching for people, and adding up the storage that a user's files take. */
  lookup: { burst: 30, perSecond: 1 },
  /**
   * Creating groups and channels, adding people to groups, and joining channels. Added people can only leave one by
   * one, and everyone who watches a channel sees who joins.
   */
  groups: { burst: 100, perSecond: 0.05 },
  /**
   * Uploads. The server decodes and resizes each picture. An append inside a piece of 8 MiB makes an object store write
   * the piece again: each MiB beyond the appended bytes costs another one.
   */
  upload: { burst: 120, perSecond: 2 },
  /** Requests for stored files, also for parts of them, per address. Their addresses need no session. */
  download: { burst: 10_000, perSecond: 500 },
  /** Opening sessions and keeping them alive, per account. */
  session: { burst: 200, perSecond: 10 },
  /**
   * Listing and ending sessions, and changing the password, once the account has used up the rate for it. Each session has
   * its own, so that the user of a stolen session can't keep the owner from ending it.
   */
  reserve: { burst: 10, perSecond: 0.05 },
  /** The reserves of all sessions of an account together. A stolen session can use up its own alone. */
  reserves: { burst: 50, perSecond: 0.25 },
  /** Calls of a service token. They don't count towards the rates of any user. */
  service: { burst: 500, perSecond: 100 },
  /** The work that the calls of a service token cause, counted as in `work`. Each 256 bytes of parameters cost 1, too. */
  serviceWork: { burst: 32_768, perSecond: 1_024 },
  /** Typing and other signals that are never replayed. */
  ephemeral: { burst: 20, perSecond: 5 },
  /**
   * The work that calls cause, on top of their own rate. Each call costs 1, plus 1 for each entry of a list in its
   * parameters. Each 1,024 characters of the response cost 1, and so do each 16 chats or members that the call reads.
   * Opening a session reads all chats of the account. Work is charged when it is done, so a large response may leave a
   * debt. Calls are refused until the debt is paid.
   */
  work: { burst: 16_384, perSecond: 512 },
  /** Refusals for the form, the session or the rate. With an empty bucket, the next one closes the connection with 4029. HTTP: 429. */
  refused: { burst: 1_000, perSecond: 20 },
} as const satisfies Record<string, { burst: number; perSecond: number } | null>
export type RateName = keyof typeof rates
