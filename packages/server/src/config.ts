import { registrationMode } from '@parley/protocol/accounts'
import { limits } from '@parley/protocol/limits'
import { z } from 'zod'
import { logFormats, logLevels } from './lib/logger'

const onOff = z.enum(['on', 'off'], { error: 'must be on or off' }).transform((value) => value === 'on')
const oneOf = <const T extends readonly string[]>(values: T) =>
  z.enum(values, { error: `must be one of ${values.join(', ')}` })
const path = z.string().min(1, { error: 'must be a path' })
const port = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .refine((value) => value < 65_536)
const origin = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash) return url.origin
  context.addIssue({ code: 'custom', message: 'must be like https://chat.example, without a path' })
  return z.NEVER
})

const allRoles = ['api', 'gateway', 'worker'] as const
/** What a node does. */
export type Role = (typeof allRoles)[number]
const isRole = (word: string): word is Role => (allRoles as readonly string[]).includes(word)
const toRoles = (text: string, context: z.RefinementCtx): readonly Role[] => {
  const words = text.split(',').map((word) => word.trim())
  const roles = words.filter(isRole)
  if (roles.length === words.length) return roles
  context.addIssue({ code: 'custom', message: `must be some of ${allRoles.join(', ')}, separated by commas` })
  return z.NEVER
}

/** One or several URLs, separated by commas. */
const address = (protocols: readonly string[]) =>
  z
    .string()
    .refine((text) => text.split(',').every((one) => URL.canParse(one) && protocols.includes(new URL(one).protocol)), {
      error: `must be like ${protocols[0]}//host`,
    })

/** Every setting, once: how its text is read, its default, and what it is for. */
const settings = {
  host: { schema: z.string().min(1).default('0.0.0.0'), doc: 'The address to listen on.' },
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
  public_url: {
    schema: origin.optional(),
    default: 'from the request',
    doc: 'The address under which people reach this server, such as `https://chat.example`: for links, and the only origin that browsers may call from.',
  },
  data_dir: { schema: path.default('./data'), doc: 'The directory for the SQLite database and for pictures.' },
  blobs_url: {
    schema: z
      .string()
      .refine((text) => URL.canParse(text) && /^file:\/\/\/./.test(text), {
        error: 'must be like file:///srv/parley/blobs',
      })
      .optional(),
    default: 'the directory `blobs` in the data directory',
    doc: 'Where pictures are kept, such as `file:///srv/parley/blobs`. Several nodes need a directory that all of them see.',
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
    doc: '`off` lets everybody call as often as they like, and register without a proof of work: for tests and benches.',
  },
  trust_proxy: {
    schema: z
      .string()
      .regex(/^(off|\d)$/, { error: 'must be off or the number of proxies, 1 to 9' })
      .transform((text) => (text === 'off' ? 0 : Number(text)))
      .default(0),
    default: 'off',
    doc: 'How many proxies stand before this server, whose `X-Forwarded-For`, `X-Forwarded-Proto` and `X-Forwarded-Host` are believed.',
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
  /** Undefined: no connections over TCP. */
  readonly tcpPort: number | undefined
  /** Where pictures are kept; undefined: a directory in the data directory. */
  readonly blobsUrl: string | undefined
  /** Undefined: SQLite in the data directory. */
  readonly databaseUrl: string | undefined
  /** Undefined: this node is alone. */
  readonly natsUrl: string | undefined
  readonly roles: readonly Role[]
  readonly registration: Values['registration']
  readonly rateLimits: boolean
  /** Proxies whose forwarded address is believed. */
  readonly trustProxy: number
  readonly directChats: Values['direct_chats']
  /** For how long a sender may take a message back, in milliseconds. */
  readonly retractWindowMs: number
  /** The most members that a group can have. */
  readonly groupMembers: number
  /** Who may make channels. */
  readonly channels: Values['channels']
  readonly tls: { readonly certPath: string; readonly keyPath: string } | undefined
  readonly logLevel: Values['log_level']
  /** Undefined: by whether the output is a terminal. */
  readonly logFormat: Values['log_format']
}

/** The configuration cannot be used: one sentence for each thing to mend. */
export class ConfigError extends Error {
  constructor(readonly sentences: readonly string[]) {
    super(sentences.join('\n'))
    this.name = 'ConfigError'
  }
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
    const { text, name = key } = texts.get(key) ?? {}
    const parsed = setting.schema.safeParse(text)
    if (parsed.success) values[key] = parsed.data
    else sentences.push(`${name}: ${setting.invalid ?? parsed.error.issues[0]?.message}.`)
  }
  if (sentences.length === 0) sentences.push(...misfits(values as Values))
  if (sentences.length > 0) throw new ConfigError(sentences)
  const config = toConfig(values as Values)
  return demo ? { ...config, demo, host: texts.get('host')?.text ?? '127.0.0.1' } : config
}

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

/** One value as it was given, with the name that a person knows it by. */
interface Given {
  readonly key: string
  readonly name: string
  readonly text: string
}

/** Variables of the test and build scripts, which people may have set for good. */
const notOurs = new Set(['PARLEY_CHROMIUM', 'PARLEY_DEV_SERVER'])

const fromEnvironment = (env: Source['env']): Given[] =>
  Object.entries(env).flatMap(([name, text]) =>
    name.startsWith('PARLEY_') && !notOurs.has(name) && text !== undefined
      ? [{ key: name.slice('PARLEY_'.length).toLowerCase(), name, text }]
      : [],
  )

/** Booleans stand for on and off; a table is shown as what it is and fits no setting. */
const fromToml = (toml: string | undefined): Given[] =>
  Object.entries(toml === undefined ? {} : parseToml(toml)).map(([key, value]) => ({
    key,
    name: `${key} in parley.toml`,
    text: typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value),
  }))

/** @throws {ConfigError} */
const parseToml = (text: string): Record<string, unknown> => {
  try {
    return Bun.TOML.parse(text) as Record<string, unknown>
  } catch (error) {
    throw new ConfigError([`parley.toml: this is not TOML (${(error as Error).message}); mend or remove the file.`])
  }
}

const unknownSentence = ({ name }: Given): string => {
  const known = name.startsWith('PARLEY_') ? keys.map(envName) : keys
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
    tcpPort: values.tcp_port,
    blobsUrl: values.blobs_url,
    databaseUrl: values.database_url,
    natsUrl: values.nats_url,
    roles: values.roles,
    registration: values.registration,
    rateLimits: values.rate_limits,
    trustProxy: values.trust_proxy,
    directChats: values.direct_chats,
    retractWindowMs: values.retract_window_seconds * 1_000,
    groupMembers: values.group_members,
    channels: values.channels,
    tls: certPath && keyPath ? { certPath, keyPath } : undefined,
    logLevel: values.log_level,
    logFormat: values.log_format,
  }
}
