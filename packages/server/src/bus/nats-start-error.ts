/** NATS cannot be used: one sentence that says what to do. */
export class NatsStartError extends Error {
  constructor(sentence: string, options?: ErrorOptions) {
    super(sentence, options)
    this.name = 'NatsStartError'
  }
}

/** The first version that Parley is tested with. */
const OLDEST = { major: 2, minor: 9 } as const

/** @throws {NatsStartError} when a server is older than what Parley is tested with */
export const refuseOldServer = (version: string, servers: readonly string[]): void => {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor)) return
  throw new NatsStartError(
    `The NATS server at ${servers.join(', ')} has version ${version}: Parley needs ${OLDEST.major}.${OLDEST.minor} or later. Update it.`,
  )
}

/** Why nothing could be connected, without what is secret. */
export const toStartError = (cause: unknown, servers: readonly string[]): NatsStartError => {
  const where = servers.join(', ')
  const { message, code, name } = cause as NodeJS.ErrnoException
  // By its name: the client of NATS is loaded only where it is used.
  if (name === 'AuthorizationError')
    return new NatsStartError(
      `NATS at ${where} refuses to authenticate: put the right user and password, or token, into PARLEY_NATS_URL (nats://user:password@host:4222).`,
      { cause },
    )
  if (/tls|ssl|certificate/i.test(`${code} ${message}`))
    return new NatsStartError(
      `NATS at ${where} cannot be reached with TLS (${message}): use tls:// in PARLEY_NATS_URL only where the server offers it, and a certificate that this machine trusts.`,
      { cause },
    )
  return new NatsStartError(
    `No NATS server answers at ${where} (${message || code}): start it, or correct PARLEY_NATS_URL.`,
    { cause },
  )
}
