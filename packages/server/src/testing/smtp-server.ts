import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { freePort } from './free-port'

export interface TestSmtpOptions {
  /** `implicit`: TLS from the first byte. `starttls` by default. `off`: no TLS is offered. */
  readonly tls?: 'implicit' | 'starttls' | 'off'
  /** The only user and password that sign in; without it, none is needed. */
  readonly user?: { readonly name: string; readonly password: string }
  /** A refusal of senders or recipients, with its code. By default it is for all of them. */
  readonly refuse?: { readonly what: 'sender' | 'recipient'; readonly code: number; readonly only?: RegExp }
  readonly port?: number
}

/** A mail as the server got it, with its text decoded. */
export interface ReceivedMail {
  readonly to: readonly string[]
  readonly raw: string
  readonly secure: boolean
}

/** Makes a certificate for `localhost` with the authority that signed it: itself. */
const makeCertificate = async (directory: string) => {
  const [keyPath, certPath] = [join(directory, 'key.pem'), join(directory, 'cert.pem')]
  const made = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
  const named = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
  await promisify(execFile)('openssl', [...made, ...named, '-keyout', keyPath, '-out', certPath])
  return { keyPath, certPath }
}

interface Running {
  readonly server: SMTPServer
  readonly port: number
  readonly directory: string
  readonly caPath: string
  readonly options: TestSmtpOptions
}

/** A real mail server on a free port, which keeps what it gets. */
export class TestSmtp implements AsyncDisposable {
  readonly mails: ReceivedMail[] = []

  private constructor(private readonly own: Running) {}

  get port(): number {
    return this.own.port
  }

  static async start(options: TestSmtpOptions = {}): Promise<TestSmtp> {
    const directory = await mkdtemp(join(tmpdir(), 'parley-smtp-'))
    const { keyPath, certPath } = await makeCertificate(directory)
    const [key, cert] = [await readFile(keyPath), await readFile(certPath)]
    const port = options.port ?? (await freePort())
    let own: TestSmtp | undefined
    const server = new SMTPServer(settings(options, { key, cert }, (mail) => own?.mails.push(mail)))
    server.on('error', () => {})
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()))
    own = new TestSmtp({ server, port, directory, caPath: certPath, options })
    return own
  }

  /** Its address as a setting. */
  url({ ca = true, password = this.own.options.user?.password }: { ca?: boolean; password?: string | undefined } = {}) {
    const { tls = 'starttls', user } = this.own.options
    const who = user ? `${user.name}:${password}@` : ''
    const query = [...(ca ? [`ca=${this.own.caPath}`] : []), ...(tls === 'starttls' ? ['tls=on'] : [])].join('&')
    return `${tls === 'implicit' ? 'smtps' : 'smtp'}://${who}localhost:${this.port}${query ? `?${query}` : ''}`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise<void>((resolve) => this.own.server.close(() => resolve()))
    await rm(this.own.directory, { recursive: true, force: true })
  }
}

const refusalOf = (refuse: TestSmtpOptions['refuse'], what: 'sender' | 'recipient', address: string) =>
  refuse?.what === what && (refuse.only ?? /./).test(address)
    ? Object.assign(new Error('Not here'), { responseCode: refuse.code })
    : null

const settings = (
  { tls = 'starttls', user, refuse }: TestSmtpOptions,
  pair: { key: Buffer; cert: Buffer },
  got: (mail: ReceivedMail) => void,
): SMTPServerOptions => ({
  ...pair,
  secure: tls === 'implicit',
  disabledCommands: [...(tls === 'off' ? ['STARTTLS'] : []), ...(user ? [] : ['AUTH'])],
  authOptional: user === undefined,
  logger: false,
  closeTimeout: 200,
  onAuth: ({ username, password }, _session, done) =>
    username === user?.name && password === user?.password
      ? done(null, { user: username })
      : done(Object.assign(new Error('Invalid login'), { responseCode: 535 })),
  onMailFrom: ({ address }, _session, done) => done(refusalOf(refuse, 'sender', address)),
  onRcptTo: ({ address }, _session, done) => done(refusalOf(refuse, 'recipient', address)),
  onData: (stream, session, done) => {
    const chunks: Buffer[] = []
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    stream.on('end', () => {
      const to = session.envelope.rcptTo.map(({ address }) => address)
      got({ to, raw: Buffer.concat(chunks).toString('utf8'), secure: session.secure })
      done(null)
    })
  },
})
