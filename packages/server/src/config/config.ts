import { registrationMode } from '@parley/protocol/accounts'
import { limits } from '@parley/protocol/limits'
import { z } from 'zod'
import type { FreeSpace } from '../lib/free-space'
import { logFormats, logLevels } from '../lib/logger'
import { Networks, noProxies, type TrustedProxies } from '../lib/networks'
import type { QuotaBytes } from '../lib/quota-bytes'
import { isTilesUrl, type Tiles } from '../lib/tiles'
import type { BlobsAddress } from './blobs-address'
import { type ExchangeSettings, exchangeMisfits, exchangeOf, exchangeSettings } from './exchange-settings'
import { mailSettings } from './mail-settings'
import { type OidcProvider, readOidc } from './oidc-settings'
import { originSettings } from './origin-settings'
import { quotaSettings } from './quota-settings'
import type { MediaScan } from './scan-address'
import { scanSettings } from './scan-settings'
import type { SmtpAddress } from './smtp-address'
import { ConfigError, fromEnvironment, fromToml, type Given, oidcTable } from './sources'
import {
  address,
  allRoles,
  days,
  groupMembers,
  host,
  oneOf,
  onOff,
  path,
  port,
  portOrOff,
  type Role,
  seconds,
  toBlobsAddress,
  toProxies,
  toRoles,
} from './values'

export type { Role } from './values'

/** Every setting, declared once: how its text is read, its default, and its purpose. */
const settings = {
  host: {
    schema: host.default('0.0.0.0'),
    doc: 'The address to listen on for HTTP and WebSocket. Use `127.0.0.1` behind a proxy on the same machine.',
  },
  port: {
    schema: port.default(8080),
    invalid: 'must be a number from 0 to 65535 (0 picks a free port)',
    doc: 'The port for HTTP and WebSocket. 0 picks a free port.',
  },
  tcp_port: {
    schema: portOrOff('7001'),
    default: '7001',
    invalid: 'must be a number from 0 to 65535 (0 picks a free port), or off',
    doc: 'The port for clients over TCP, with one JSON object per line. 0 picks a free port. `off` disables TCP.',
  },
  tcp_host: {
    schema: host.optional(),
    default: 'with `tls_cert` the value of `host`, otherwise this machine only (`127.0.0.1`)',
    doc: 'The address to listen on for clients over TCP. Without TLS, others on the network can read everything sent over TCP, including passwords. Set this (for example to `0.0.0.0`) only on networks that you trust.',
  },
  ...originSettings,
  data_dir: { schema: path.default('./data'), doc: 'The directory for the SQLite database and uploaded files.' },
  blobs_url: {
    schema: z.string().transform(toBlobsAddress).optional(),
    default: 'the directory `blobs` in the data directory',
    doc: 'Where uploaded files are stored: a directory (`file:///srv/parley/blobs`), or a bucket of an S3-compatible store (`s3://key:secret@host/bucket/prefix?region=eu-central-1`). Add `tls=off` for plain HTTP and `style=virtual` for a bucket in the host name. Write `/` in the key or the secret as `%2F`. All nodes need the same place.',
  },
  database_url: {
    schema: address(['postgres:', 'postgresql:']).optional(),
    default: 'SQLite in the data directory',
    doc: 'The PostgreSQL database to use instead of SQLite, such as `postgres://parley:secret@db.internal/parley`.',
  },
  nats_url: {
    schema: address(['nats:', 'tls:']).optional(),
    default: 'none, a single node',
    doc: 'The NATS server that connects several nodes, such as `nats://nats.internal:4222`. Separate several servers with commas.',
  },
  roles: {
    schema: z.string().transform(toRoles).default(allRoles),
    default: allRoles.join(','),
    doc: 'The work of this node: `api` runs calls, `gateway` holds connections, `worker` does background work.',
  },
  registration: {
    schema: oneOf(registrationMode.options).default('open'),
    doc: 'Who can register: everyone (`open`), or people whose request an administrator approves (`approval`), or only people with an invite link (`invite` and `closed`). Invite links work in every mode. The sign-in page explains how to get a link with `invite`, and that registration is closed with `closed`. Administrators can change this at run time, and their choice then takes precedence. With `external`, another site signs people in (`sign_in_url`). Then only administrators have passwords, and the mode stays.',
  },
  passwords: {
    schema: onOff.default(true),
    default: 'on',
    doc: '`off` leaves OpenID providers (`[oidc.<name>]`) as the only way to sign in and to create an account. Existing passwords stop working until it is `on` again.',
  },
  rate_limits: {
    schema: onOff.default(true),
    default: 'on',
    doc: '`off` removes the limits on calls, storage and connections without a session, and the proof of work for registering. For tests and benchmarks.',
  },
  ...quotaSettings,
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
    doc: 'The largest file, in megabytes of 1,048,576 bytes. Pictures are limited to 20.',
  },
  voice_seconds: {
    schema: seconds({ most: limits.durationMaxMs / 1_000 }).default(limits.voiceMaxMs),
    default: String(limits.voiceMaxMs / 1_000),
    doc: 'The longest voice message, in seconds.',
  },
  ...scanSettings,
  trust_proxy: {
    schema: z.string().transform(toProxies).default(noProxies),
    default: 'off',
    doc: 'The proxies in front of this server, whose `X-Forwarded-For`, `X-Forwarded-Proto` and `X-Forwarded-Host` headers the server trusts. Give their number (`1`) if each has a loopback or private address. Otherwise give their addresses, networks and the words `loopback` and `private`, separated by commas (`10.0.0.5,2001:db8::/64`). The server ignores these headers from anyone else.',
  },
  direct_chats: {
    schema: oneOf(['friends', 'everyone']).default('friends'),
    doc: 'With whom people can open a direct chat, and whom they can add to a group: `friends` only, or `everyone` who has not blocked them.',
  },
  retract_window_seconds: {
    schema: z
      .string()
      .regex(/^\d{1,9}$/, { error: 'must be a number of seconds' })
      .transform(Number)
      .default(limits.retractWindowMs / 1_000),
    default: String(limits.retractWindowMs / 1_000),
    doc: 'For how many seconds people can retract their own messages. With 0 only the owner and admins of a group, and administrators, can retract messages.',
  },
  restore_days: {
    schema: days.default(limits.restoreMs),
    default: String(limits.restoreMs / 86_400_000),
    doc: 'For how many days people and administrators can restore a closed account. Then the server erases it. Accounts that are closed already keep their time.',
  },
  group_members: {
    schema: groupMembers.default(limits.groupMembersDefault),
    default: String(limits.groupMembersDefault),
    doc: 'The member limit of groups, at most 100000. New groups have this limit, and their owner can set a lower one.',
  },
  channels: {
    schema: oneOf(['admins', 'everyone']).default('admins'),
    doc: 'Who can create channels, which anyone can find and join: administrators only (`admins`), or `everyone`.',
  },
  ...mailSettings,
  ...exchangeSettings,
  tiles_url: {
    schema: z
      .string()
      .refine(isTilesUrl, { error: 'must be like https://tiles.example/{z}/{x}/{y}.png, with one host' })
      .optional(),
    default: 'none, places are shown without a map',
    doc: 'The source of maps for shared places: XYZ tiles, such as `https://tiles.example/{z}/{x}/{y}.png`, with `{r}` for `@2x` where the source has them. Browsers then fetch the surroundings of each place on screen from that host, so it learns their IP addresses and the places. `img-src` of the page allows only this host. Its responses need `Access-Control-Allow-Origin`.',
  },
  tiles_attribution: {
    schema: z.string().min(1).max(200).default('© OpenStreetMap contributors'),
    doc: 'The attribution shown on the maps of `tiles_url`.',
  },
  tls_cert: {
    schema: path.optional(),
    default: 'none',
    doc: 'A PEM file with the certificate chain. It turns on TLS for HTTP, WebSocket and TCP.',
  },
  tls_key: { schema: path.optional(), default: 'none', doc: 'The PEM file with the key of `tls_cert`.' },
  log_level: { schema: oneOf(logLevels).default('info'), doc: 'The lowest level of log lines that is written.' },
  log_format: {
    schema: oneOf(logFormats).optional(),
    default: '`pretty` on a terminal, otherwise `json`',
    doc: 'The format of log lines.',
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

/** The configuration of the program. */
export interface Config {
  /** The server runs the demo, whose passwords are public. */
  readonly demo: boolean
  readonly host: string
  readonly port: number
  /** An origin without a slash at its end. */
  readonly publicUrl: string | undefined
  /** Origins of other products' pages, which may call with a token. */
  readonly allowedOrigins: readonly string[]
  readonly dataDir: string
  /** The address for clients over TCP. */
  readonly tcpHost: string
  /** Undefined: no connections over TCP. */
  readonly tcpPort: number | undefined
  /** Where uploaded files are stored. Undefined: a directory in the data directory. */
  readonly blobs: BlobsAddress | undefined
  /** Undefined: SQLite in the data directory. */
  readonly databaseUrl: string | undefined
  /** Undefined: this node is alone. */
  readonly natsUrl: string | undefined
  readonly roles: readonly Role[]
  readonly registration: Values['registration']
  /** Whether people can sign in by password. */
  readonly passwords: boolean
  /** The OpenID providers with which people sign in. */
  readonly oidc: readonly OidcProvider[]
  /** Where another site signs people in. */
  readonly signInUrl: string | undefined
  readonly rateLimits: boolean
  readonly trustProxy: TrustedProxies
  /** How much accounts can make the server store. Not in force when `rateLimits` is off. */
  readonly quotas: QuotaBytes
  /** The space that uploads leave free on disks. Undefined: the default. */
  readonly keptFree: FreeSpace | undefined
  readonly directChats: Values['direct_chats']
  /** How long a sender can retract a message, in milliseconds. */
  readonly retractWindowMs: number
  readonly restoreMs: number
  /** One uploaded file. */
  readonly fileBytes: number
  readonly voiceMaxMs: number
  /** How uploads are checked. Undefined: not at all. */
  readonly mediaScan: MediaScan | undefined
  /** The member limit of groups. */
  readonly groupMembers: number
  /** Who can create channels. */
  readonly channels: Values['channels']
  /** The mail server, and the sender of mails. Without a server, mails become files. */
  readonly mail: { readonly smtp: SmtpAddress | undefined; readonly from: string | undefined }
  /** How users of another product sign in with its tokens. Undefined: not at all. */
  readonly exchange: ExchangeSettings | undefined
  /** Undefined: places are shown without a map. */
  readonly tiles: Tiles | undefined
  readonly tls: { readonly certPath: string; readonly keyPath: string } | undefined
  readonly logLevel: Values['log_level']
  /** Undefined: depends on whether the output is a terminal. */
  readonly logFormat: Values['log_format']
}

interface Source {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Run the demo, for this machine only unless an address is set. */
  readonly demo?: boolean
  /** The text of `parley.toml`, if there is one. */
  readonly toml?: string | undefined
}

/**
 * Reads file and environment. The environment takes precedence.
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
  const oidc = readOidc({ env, table: oidcTable(toml) })
  sentences.push(...oidc.sentences)
  if (sentences.length === 0) sentences.push(...misfits(values as Values, oidc.providers))
  if (sentences.length > 0) throw new ConfigError(sentences)
  const config = toConfig(values as Values, oidc.providers)
  return demo ? demoConfig(config, texts.get('host')?.text) : config
}

/** The demo's passwords are public, so only this machine can reach it unless a host is set. */
const demoConfig = (config: Config, host = '127.0.0.1'): Config => ({ ...config, demo: true, host })

/** A loopback host is kept, so that with `::1` both HTTP and TCP listen there. */
const tcpHostOf = ({ tcp_host, tls_cert, host }: Values): string =>
  tcp_host ?? (tls_cert !== undefined || isLoopback(host) ? host : '127.0.0.1')

const isLoopback = (host: string): boolean => host === 'localhost' || new Networks(['loopback']).has(host)

/** Settings that contradict each other, and what to change. */
const misfits = (values: Values, providers: readonly OidcProvider[]): string[] => {
  const sentences: string[] = []
  if (!values.passwords && providers.length === 0)
    sentences.push(
      'PARLEY_PASSWORDS is off, so no one could sign in: add a provider in [oidc.<name>], or set it to on.',
    )
  if ((values.tls_cert === undefined) !== (values.tls_key === undefined))
    sentences.push('PARLEY_TLS_CERT and PARLEY_TLS_KEY: set both or neither.')
  if (values.smtp_url !== undefined && values.mail_from === undefined)
    sentences.push('PARLEY_SMTP_URL needs a sender: set PARLEY_MAIL_FROM to an address that the mail server accepts.')
  if (values.nats_url !== undefined && values.database_url === undefined)
    sentences.push(
      'PARLEY_NATS_URL connects several nodes, but SQLite supports only one: set PARLEY_DATABASE_URL to a PostgreSQL database, or remove PARLEY_NATS_URL.',
    )
  if (values.nats_url === undefined && values.roles.length < allRoles.length)
    sentences.push(
      'PARLEY_ROLES leaves roles to other nodes: set PARLEY_NATS_URL, which connects the nodes, or remove PARLEY_ROLES.',
    )
  return [...sentences, ...exchangeMisfits(values)]
}

/** Settings that take any text, so a number in the file would pass as a name. */
const freeTexts: ReadonlySet<string> = new Set<Key>([
  'host',
  'tcp_host',
  'data_dir',
  'tls_cert',
  'tls_key',
  'tiles_attribution',
  'mail_from',
  'jwt_issuer',
  'jwt_audience',
  'jwt_secret',
])

const unknownSentence = ({ name, key }: Given): string => {
  const inFile = key.toLowerCase().replace(/^parley_/, '')
  if (name.endsWith(' in parley.toml') && inFile !== key && Object.hasOwn(settings, inFile))
    return `${name}: write \`${inFile}\` in the file. Names like ${envName(inFile)} are for the environment.`
  const known = name.startsWith('PARLEY_') && !name.includes(' ') ? keys.map(envName) : keys
  return `${name}: there is no such setting. Remove it or use one of ${known.join(', ')}.`
}

const toConfig = (values: Values, oidc: readonly OidcProvider[]): Config => {
  const { tls_cert: certPath, tls_key: keyPath } = values
  return {
    demo: false,
    host: values.host,
    port: values.port,
    publicUrl: values.public_url,
    allowedOrigins: values.allowed_origins,
    dataDir: values.data_dir,
    tcpHost: tcpHostOf(values),
    tcpPort: values.tcp_port,
    blobs: values.blobs_url,
    databaseUrl: values.database_url,
    natsUrl: values.nats_url,
    roles: values.roles,
    registration: values.registration,
    passwords: values.passwords,
    oidc,
    signInUrl: values.sign_in_url,
    rateLimits: values.rate_limits,
    quotas: {
      writtenPerDay: values.text_mb_per_day,
      filesPerDay: values.file_mb_per_day,
      files: values.file_mb,
      allFiles: values.all_files_mb,
    },
    keptFree: values.free_disk_mb,
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
    restoreMs: values.restore_days,
    groupMembers: values.group_members,
    channels: values.channels,
    mail: { smtp: values.smtp_url, from: values.mail_from },
    exchange: exchangeOf(values),
    tiles: values.tiles_url ? { url: values.tiles_url, attribution: values.tiles_attribution } : undefined,
    tls: certPath && keyPath ? { certPath, keyPath } : undefined,
    logLevel: values.log_level,
    logFormat: values.log_format,
  }
}
