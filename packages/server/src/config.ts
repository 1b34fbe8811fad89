import { registrationMode } from '@parley/protocol/accounts'
import { limits } from '@parley/protocol/limits'
import { z } from 'zod'
import type { BlobsAddress } from './config/blobs-address'
import { type MediaScan, toScanAddress } from './config/scan-address'
import { ConfigError, fromEnvironment, fromToml, type Given } from './config/sources'
import {
  address,
  allRoles,
  host,
  megabytes,
  oneOf,
  onOff,
  origin,
  path,
  port,
  type Role,
  toBlobsAddress,
  toProxies,
  toRoles,
} from './config/values'
import { logFormats, logLevels } from './lib/logger'
import { Networks, noProxies, type TrustedProxies } from './lib/networks'
import type { QuotaBytes } from './lib/quota-bytes'
import { isTilesUrl, type Tiles } from './lib/tiles'

export type { Role } from './config/values'

/** Every setting, once: how its text is read, its default, and what it is for. */
const settings = {
  host: {
    schema: host.default('0.0.0.0'),
    doc: 'The address to listen on for HTTP and WebSocket; `127.0.0.1` for a proxy on the same machine.',
  },
  port: {
    schema: port.default(8080),
    invalid: 'must be a number from 0 to 65535 (0 takes any free port)',
    doc: 'The port for HTTP and WebSocket; 0 takes any free one.',
  },
  tcp_port: {
    schema: z
      .string()
      // A default after the transform would take the place of `off` as well.
      .default('7001')
      .transform((text) => (text === 'off' ? undefined : Number(text)))
      .refine((value) => value === undefined || (Number.isInteger(value) && value >= 0 && value < 65_536)),
    default: '7001',
    invalid: 'must be a number from 0 to 65535 (0 takes any free port), or off',
    doc: 'The port for clients over TCP, one JSON object a line; 0 takes any free one, `off` none.',
  },
  tcp_host: {
    schema: host.optional(),
    default: 'with `tls_cert` that of `host`, else this machine alone (`127.0.0.1`)',
    doc: 'The address to listen on for clients over TCP. What comes over TCP without TLS can be read on the way, passwords as well: set it, such as to `0.0.0.0`, only where nobody listens in.',
  },
  public_url: {
    schema: origin.optional(),
    default: 'from the request',
    doc: 'The address under which people reach this server, such as `https://chat.example`: for links, and the only origin that browsers may call from. Needed where people open a name of the internet over plain HTTP; IP addresses and names of the local network work without it.',
  },
  data_dir: { schema: path.default('./data'), doc: 'The directory for the SQLite database and for pictures.' },
  blobs_url: {
    schema: z.string().transform(toBlobsAddress).optional(),
    default: 'the directory `blobs` in the data directory',
    doc: 'Where files are kept: a directory (`file:///srv/parley/blobs`), or a bucket of any store that speaks S3 (`s3://key:secret@host/bucket/prefix?region=eu-central-1`; `tls=off` for plain HTTP, `style=virtual` for a bucket in the host name, and `/` in the key or the secret is written `%2F`). Several nodes need one place that all of them see.',
  },
  database_url: {
    schema: address(['postgres:', 'postgresql:']).optional(),
    default: 'SQLite in the data directory',
    doc: 'The PostgreSQL database to use in place of SQLite, such as `postgres://parley:secret@db.internal/parley`.',
  },
  nats_url: {
    schema: address(['nats:', 'tls:']).optional(),
    default: 'none, one node alone',
    doc: 'The NATS server that connects several nodes, such as `nats://nats.internal:4222`; several are separated by commas.',
  },
  roles: {
    schema: z.string().transform(toRoles).default(allRoles),
    default: allRoles.join(','),
    doc: 'What this node does: `api` runs calls, `gateway` holds connections, `worker` does background work.',
  },
  registration: {
    schema: oneOf(registrationMode.options).default('open'),
    doc: 'Who may register: everybody, or only people with a link of somebody who is here; `closed` says that registration is closed, where `invite` says to ask for a link. An administrator changes it at run time; then that counts.',
  },
  rate_limits: {
    schema: onOff.default(true),
    default: 'on',
    doc: '`off` lets everybody call and store as much as they like, hold any number of connections without a session, and register without a proof of work: for tests and benches.',
  },
  text_mb_per_day: {
    schema: megabytes(200),
    default: '200',
    doc: 'Megabytes of text and other entries that one account can send in a day (UTC), or `off`. Each call that stores something counts for at least 256 bytes.',
  },
  file_mb_per_day: {
    schema: megabytes(5_000),
    default: '5000',
    doc: 'Megabytes of files that one account can upload in a day (UTC), or `off`. Each file counts for at least 16 KiB.',
  },
  file_mb: {
    schema: megabytes(10_000),
    default: '10000',
    doc: 'Megabytes that the stored files of one account can take, or `off`. Each file counts for at least 16 KiB.',
  },
  largest_file_mb: {
    schema: z
      .string()
      .regex(/^\d{1,4}$/, { error: 'must be a number of megabytes' })
      .transform((text) => Number(text) * 1024 * 1024)
      .refine((bytes) => bytes > 0 && bytes <= limits.fileBytes, {
        error: `must be between 1 and ${limits.fileBytes / 1024 / 1024}`,
      })
      .default(limits.fileBytes),
    default: String(limits.fileBytes / 1024 / 1024),
    doc: 'Megabytes of 1,048,576 bytes that one file can have. Pictures are limited to 20.',
  },
  voice_seconds: {
    schema: z
      .string()
      .regex(/^\d{1,5}$/, { error: 'must be a number of seconds' })
      .transform((text) => Number(text) * 1_000)
      .refine((ms) => ms > 0 && ms <= limits.durationMaxMs, {
        error: `must be between 1 and ${limits.durationMaxMs / 1_000}`,
      })
      .default(limits.voiceMaxMs),
    default: String(limits.voiceMaxMs / 1_000),
    doc: 'The longest voice message, in seconds.',
  },
  media_scan_url: {
    schema: z.string().transform(toScanAddress).optional(),
    default: 'none, files are not checked',
    doc: 'A scanner that every upload is sent to before others can see it, such as `http://scanner.internal:9000/scan`; a name and a password before the host go along. All nodes need the same setting.',
  },
  media_scan_seconds: {
    schema: z
      .string()
      .regex(/^\d{1,5}$/, { error: 'must be a number of seconds' })
      .transform((text) => Number(text) * 1_000)
      .refine((ms) => ms > 0 && ms <= 3_600_000, { error: 'must be between 1 and 3600' })
      .default(120_000),
    default: '120',
    doc: 'How many seconds the scanner of `media_scan_url` is waited for, from when the upload was stored.',
  },
  media_scan_timeout: {
    schema: oneOf(['refuse', 'allow']).default('refuse'),
    doc: 'What becomes of an upload of which the scanner says nothing in that time: `refuse` lets nobody see it, and its sender can try again; `allow` takes it for clean.',
  },
  trust_proxy: {
    schema: z.string().transform(toProxies).default(noProxies),
    default: 'off',
    doc: 'The proxies before this server, whose `X-Forwarded-For`, `X-Forwarded-Proto` and `X-Forwarded-Host` are believed: how many there are, each with a loopback or private address (`1`), or where they are, as addresses, networks and the words `loopback` and `private`, separated by commas (`10.0.0.5,2001:db8::/64`). The headers of everybody else are ignored.',
  },
  direct_chats: {
    schema: oneOf(['friends', 'everyone']).default('friends'),
    doc: 'With whom people may open a direct chat, and whom they may add to a group: `friends` only, or `everyone` who has not blocked them.',
  },
  retract_window_seconds: {
    schema: z
      .string()
      .regex(/^\d{1,9}$/, { error: 'must be a number of seconds' })
      .transform(Number)
      .default(limits.retractWindowMs / 1_000),
    default: String(limits.retractWindowMs / 1_000),
    doc: 'For how many seconds people may take back a message of theirs; 0 leaves it to the owner and the admins of a group, and to administrators.',
  },
  group_members: {
    schema: z
      .string()
      .regex(/^\d{1,6}$/, { error: 'must be a number of people' })
      .transform(Number)
      .refine((count) => count >= 2 && count <= limits.groupMembersMax, {
        error: `must be between 2 and ${limits.groupMembersMax}`,
      })
      .default(limits.groupMembersDefault),
    default: String(limits.groupMembersDefault),
    doc: 'The most members that a group can have; at most 100000. A group is made with this limit, and its owner may set another one below it.',
  },
  channels: {
    schema: oneOf(['admins', 'everyone']).default('admins'),
    doc: 'Who may make channels, which everybody finds and can join: administrators only (`admins`), or `everyone`.',
  },
  tiles_url: {
    schema: z
      .string()
      .refine(isTilesUrl, { error: 'must be like https://tiles.example/{z}/{x}/{y}.png, with one host' })
      .optional(),
    default: 'none, places are drawn without a map',
    doc: 'Where maps of shared places come from: XYZ tiles, such as `https://tiles.example/{z}/{x}/{y}.png`, with `{r}` for `@2x` where there are such. Browsers then ask that host for the surroundings of each place that is on screen, so it learns their addresses and the places; `img-src` of the page allows this host and no other. It must answer with `Access-Control-Allow-Origin`.',
  },
  tiles_attribution: {
    schema: z.string().min(1).max(200).default('© OpenStreetMap contributors'),
    doc: 'Who made the maps of `tiles_url`, as it stands on them.',
  },
  tls_cert: {
    schema: path.optional(),
    default: 'none',
    doc: 'A PEM file with the certificate chain; makes HTTP and WebSocket encrypted.',
  },
  tls_key: { schema: path.optional(), default: 'none', doc: 'The PEM file with the key of `tls_cert`.' },
  log_level: { schema: oneOf(logLevels).default('info'), doc: 'The least important lines that are logged.' },
  log_format: {
    schema: oneOf(logFormats).optional(),
    default: '`pretty` on a terminal, else `json`',
    doc: 'How log lines are written.',
  },
} satisfies Record<string, { schema: z.ZodType; default?: string; invalid?: string; doc: string }>

export { ConfigError }

type Key = keyof typeof settings
const keys = Object.keys(settings) as Key[]
const envName = (key: string): string => `PARLEY_${key.toUpperCase()}`

/** One setting as the reference shows it. */
export interface ConfigKey {
  /** Its key in `parley.toml`. */
  readonly toml: Key
  readonly env: string
  readonly default: string
  readonly doc: string
}

/** All settings, for the reference and `parley.example.toml`. */
export const configKeys: readonly ConfigKey[] = keys.map((key) => {
  const setting: { schema: z.ZodType; default?: string; doc: string } = settings[key]
  return {
    toml: key,
    env: envName(key),
    default: setting.default ?? String(setting.schema.parse(undefined)),
    doc: setting.doc,
  }
})

type Values = { [K in Key]: z.output<(typeof settings)[K]['schema']> }

/** What the program runs with. */
export interface Config {
  /** The demo is on show, with passwords that everybody knows. */
  readonly demo: boolean
  readonly host: string
  readonly port: number
  /** An origin without a slash at its end. */
  readonly publicUrl: string | undefined
  readonly dataDir: string
  /** Where clients over TCP connect. */
  readonly tcpHost: string
  /** Undefined: no connections over TCP. */
  readonly tcpPort: number | undefined
  /** Where files are kept; undefined: a directory in the data directory. */
  readonly blobs: BlobsAddress | undefined
  /** Undefined: SQLite in the data directory. */
  readonly databaseUrl: string | undefined
  /** Undefined: this node is alone. */
  readonly natsUrl: string | undefined
  readonly roles: readonly Role[]
  readonly registration: Values['registration']
  readonly rateLimits: boolean
  readonly trustProxy: TrustedProxies
  /** How much one account can make the server store; `rateLimits` off turns these off too. */
  readonly quotas: QuotaBytes
  readonly directChats: Values['direct_chats']
  /** For how long a sender may take a message back, in milliseconds. */
  readonly retractWindowMs: number
  /** One uploaded file. */
  readonly fileBytes: number
  readonly voiceMaxMs: number
  /** How uploads are checked; undefined: they are not. */
  readonly mediaScan: MediaScan | undefined
  /** The most members that a group can have. */
  readonly groupMembers: number
  /** Who may make channels. */
  readonly channels: Values['channels']
  /** Undefined: places are drawn without a map. */
  readonly tiles: Tiles | undefined
  readonly tls: { readonly certPath: string; readonly keyPath: string } | undefined
  readonly logLevel: Values['log_level']
  /** Undefined: by whether the output is a terminal. */
  readonly logFormat: Values['log_format']
}

interface Source {
  readonly env: Readonly<Record<string, string | undefined>>
  /** The demo is on show: for this machine alone, unless an address is set. */
  readonly demo?: boolean
  /** The text of `parley.toml`, if there is one. */
  readonly toml?: string | undefined
}

/**
 * Reads file and environment, which wins.
 * @throws {ConfigError} on unknown keys and bad values
 */
export const parseConfig = ({ env, toml, demo = false }: Source): Config => {
  const given = [...fromToml(toml), ...fromEnvironment(env)]
  const sentences = given.filter(({ key }) => !Object.hasOwn(settings, key)).map(unknownSentence)
  const texts = new Map(given.map((one) => [one.key, one]))
  const values = {} as Record<Key, unknown>
  for (const key of keys) {
    const setting: { schema: z.ZodType; invalid?: string } = settings[key]
    const { text, name = key, isQuoted } = texts.get(key) ?? {}
    if (isQuoted === false && freeTexts.has(key)) {
      sentences.push(`${name}: must be text in quotes, not ${text}.`)
      continue
    }
    const parsed = setting.schema.safeParse(text)
    if (parsed.success) values[key] = parsed.data
    else sentences.push(`${name}: ${setting.invalid ?? parsed.error.issues[0]?.message}.`)
  }
  if (sentences.length === 0) sentences.push(...misfits(values as Values))
  if (sentences.length > 0) throw new ConfigError(sentences)
  const config = toConfig(values as Values)
  return demo ? demoConfig(config, texts.get('host')?.text) : config
}

/** The demo's passwords are known: it is for this machine alone unless a host is set. */
const demoConfig = (config: Config, host = '127.0.0.1'): Config => ({ ...config, demo: true, host })

/** A loopback host stays what it is, so that `::1` is listened on for both. */
const tcpHostOf = ({ tcp_host, tls_cert, host }: Values): string =>
  tcp_host ?? (tls_cert !== undefined || isLoopback(host) ? host : '127.0.0.1')

const isLoopback = (host: string): boolean => host === 'localhost' || new Networks(['loopback']).has(host)

/** Settings that do not go together, and what to change. */
const misfits = (values: Values): string[] => {
  const sentences: string[] = []
  if ((values.tls_cert === undefined) !== (values.tls_key === undefined))
    sentences.push('PARLEY_TLS_CERT and PARLEY_TLS_KEY: set both or none of them.')
  if (values.nats_url !== undefined && values.database_url === undefined)
    sentences.push(
      'PARLEY_NATS_URL connects several nodes, and SQLite serves one: set PARLEY_DATABASE_URL to a PostgreSQL database, or remove PARLEY_NATS_URL.',
    )
  if (values.nats_url === undefined && values.roles.length < allRoles.length)
    sentences.push(
      'PARLEY_ROLES leaves out what another node would have to do: set PARLEY_NATS_URL, which connects the nodes, or remove PARLEY_ROLES.',
    )
  return sentences
}

/** Settings that take any text, so that a number in the file would pass for a name. */
const freeTexts: ReadonlySet<string> = new Set<Key>([
  'host',
  'tcp_host',
  'data_dir',
  'tls_cert',
  'tls_key',
  'tiles_attribution',
])

const unknownSentence = ({ name, key }: Given): string => {
  const inFile = key.toLowerCase().replace(/^parley_/, '')
  if (name.endsWith(' in parley.toml') && inFile !== key && Object.hasOwn(settings, inFile))
    return `${name}: write \`${inFile}\` there; names like ${envName(inFile)} are for the environment.`
  const known = name.startsWith('PARLEY_') && !name.includes(' ') ? keys.map(envName) : keys
  return `${name}: there is no such setting; remove it or use one of ${known.join(', ')}.`
}

const toConfig = (values: Values): Config => {
  const { tls_cert: certPath, tls_key: keyPath } = values
  return {
    demo: false,
    host: values.host,
    port: values.port,
    publicUrl: values.public_url,
    dataDir: values.data_dir,
    tcpHost: tcpHostOf(values),
    tcpPort: values.tcp_port,
    blobs: values.blobs_url,
    databaseUrl: values.database_url,
    natsUrl: values.nats_url,
    roles: values.roles,
    registration: values.registration,
    rateLimits: values.rate_limits,
    quotas: {
      writtenPerDay: values.text_mb_per_day,
      filesPerDay: values.file_mb_per_day,
      files: values.file_mb,
    },
    fileBytes: values.largest_file_mb,
    voiceMaxMs: values.voice_seconds,
    mediaScan: values.media_scan_url && {
      address: values.media_scan_url,
      waitMs: values.media_scan_seconds,
      onTimeout: values.media_scan_timeout,
    },
    trustProxy: values.trust_proxy,
    directChats: values.direct_chats,
    retractWindowMs: values.retract_window_seconds * 1_000,
    groupMembers: values.group_members,
    channels: values.channels,
    tiles: values.tiles_url ? { url: values.tiles_url, attribution: values.tiles_attribution } : undefined,
    tls: certPath && keyPath ? { certPath, keyPath } : undefined,
    logLevel: values.log_level,
    logFormat: values.log_format,
  }
}
