import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { Networks } from '../lib/networks'

/** How many hours a session lasts, and how often the provider is asked, at most. */
const HOURS_MAX = 24 * 90
const MINUTES_MAX = 24 * 60
/** More would make the sign-in page a list to scroll. */
const PROVIDERS_MAX = 10

/** A provider's name is part of addresses and of names of environment variables. */
const namePattern = /^[a-z][a-z0-9]{0,19}$/

const loopback = new Networks(['loopback'])

/** Tokens never leave the machine on the way to a loopback address. */
export const isLoopbackHost = (hostname: string): boolean => {
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  return host === 'localhost' || loopback.has(host)
}

const isIssuer = (text: string): boolean => {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, search, hash, username } = new URL(text)
  const isSafe = protocol === 'https:' || (protocol === 'http:' && isLoopbackHost(hostname))
  return isSafe && search === '' && hash === '' && username === ''
}

const choice = <const T extends readonly string[]>(values: T) =>
  z.enum(values, { error: `must be one of ${values.join(', ')}` })

const wholeNumber = (unit: string, most: number) =>
  z
    .string()
    .regex(/^\d{1,6}$/, { error: `must be a number of ${unit}` })
    .transform(Number)
    .refine((count) => count >= 1 && count <= most, { error: `must be between 1 and ${most}` })

const words = (most: number) => z.string().trim().min(1, { error: 'must be a text' }).max(most)

/** Every setting of an OpenID provider, declared once: how its text is read, its default, and its purpose. */
const settings = {
  issuer: {
    schema: z.string({ error: 'is missing' }).refine(isIssuer, {
      error:
        'must be an https address without a query, such as https://id.example (plain http works for this machine only)',
    }),
    default: 'required',
    doc: 'The issuer of the provider, such as `https://accounts.google.com`. Parley reads `/.well-known/openid-configuration` below this address.',
  },
  client_id: {
    schema: z.string({ error: 'is missing' }).min(1, { error: 'must be a text' }).max(500),
    default: 'required',
    doc: 'The id of this server at the provider.',
  },
  client_secret: {
    schema: z.string().min(1).max(2_000).optional(),
    default: 'none',
    doc: 'The secret of this server at the provider. It is never logged. Refresh tokens are encrypted with a key made from it.',
  },
  client_secret_file: {
    schema: z.string().min(1).optional(),
    default: 'none',
    doc: 'A file with the secret, in place of `client_secret`.',
  },
  auth_method: {
    schema: choice(['client_secret_basic', 'client_secret_post', 'none']).optional(),
    default: '`client_secret_basic`, or `none` without a secret',
    doc: 'How this server proves itself to the provider.',
  },
  title: {
    schema: words(40).optional(),
    default: 'the name of the table',
    doc: 'The name of the provider that people see: “Continue with …”.',
  },
  scopes: {
    schema: z
      .string()
      .regex(/^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/, {
        error: 'must be words with spaces between them',
      })
      .refine((text) => text.split(' ').includes('openid'), { error: 'must contain openid' })
      .default('openid profile email'),
    doc: 'The scopes that Parley requests. Most providers give a refresh token only with `offline_access`.',
  },
  link: {
    schema: choice(['never', 'verified_email']).default('never'),
    doc: 'Whether the provider opens existing accounts by e-mail address. With `verified_email` it does for addresses that both the provider (`email_verified`) and the account have confirmed. With `never` only the owner links the account, with its password.',
  },
  registration: {
    schema: choice(['server', 'open', 'closed']).default('server'),
    doc: 'Who can create an account through the provider. `server` follows the mode of the server. `open` admits everyone whom the provider knows. `closed` requires an invite link.',
  },
  groups_claim: {
    schema: words(200).default('groups'),
    doc: 'The claim with a person’s groups.',
  },
  admin_group: {
    schema: words(200).optional(),
    default: 'none, the provider decides about no administrator',
    doc: 'The group of administrators. Each sign-in and each check makes its members administrators, and others none. The last administrator stays.',
  },
  second_factor: {
    schema: choice(['ask', 'trust']).default('ask'),
    doc: 'Whether an account with two-step verification needs its code after the provider’s sign-in (`ask`), or the provider vouches for the person (`trust`).',
  },
  auth_time: {
    schema: choice(['required', 'optional']).optional(),
    default: '`required`, or `optional` if the provider lists its claims without `auth_time`',
    doc: 'Whether a confirmation needs the claim `auth_time`, which says when the person signed in at the provider. With `optional`, a provider that leaves it out can confirm people without asking them again.',
  },
  refresh_minutes: {
    schema: wholeNumber('minutes', MINUTES_MAX).default(15),
    doc: 'How often Parley asks the provider whether a person may stay signed in, where it has given a refresh token.',
  },
  session_hours: {
    schema: wholeNumber('hours', HOURS_MAX).optional(),
    default: 'none, sessions last as all others',
    doc: 'After how many hours a session ends for which the provider gave no refresh token.',
  },
} satisfies Record<string, { schema: z.ZodType; default?: string; doc: string }>

type Key = keyof typeof settings
const keys = Object.keys(settings) as Key[]
type Values = { [K in Key]: z.output<(typeof settings)[K]['schema']> }

/** One setting of a provider as the reference shows it. */
export const oidcKeys = keys.map((key) => {
  const setting: { schema: z.ZodType; default?: string; doc: string } = settings[key]
  return {
    toml: key,
    env: `PARLEY_OIDC_<NAME>_${key.toUpperCase()}`,
    default: setting.default ?? String(setting.schema.parse(undefined)),
    doc: setting.doc,
  }
})

/** An OpenID provider with which people sign in. */
export interface OidcProvider {
  /** Its name in addresses. */
  readonly name: string
  readonly title: string
  readonly issuer: string
  readonly clientId: string
  /** A function, so that no log and no error shows the secret. Undefined for clients without one. */
  readonly clientSecret: (() => string) | undefined
  readonly authMethod: 'client_secret_basic' | 'client_secret_post' | 'none'
  readonly scopes: string
  readonly link: Values['link']
  readonly registration: Values['registration']
  readonly groupsClaim: string
  readonly adminGroup: string | undefined
  readonly secondFactor: Values['second_factor']
  /** Whether a proof needs the claim `auth_time`. Undefined: as the provider’s list of claims says. */
  readonly authTime: Values['auth_time']
  readonly refreshMs: number
  /** How long a session without a refresh token lasts. Undefined: as all others. */
  readonly sessionMs: number | undefined
}

/** The texts of one provider, with the name that a person knows each by. */
type Texts = Map<string, { readonly text: string; readonly name: string }>

export interface OidcSource {
  readonly env: Readonly<Record<string, string | undefined>>
  /** The table `oidc` of `parley.toml`. */
  readonly table: unknown
  readonly readSecret?: (path: string) => string
}

const readFile = (path: string): string => readFileSync(path, 'utf8')

/** Reads the providers of the file and the environment. The environment takes precedence. */
export const readOidc = ({ env, table, readSecret = readFile }: OidcSource) => {
  const sentences: string[] = []
  const given = new Map<string, Texts>()
  const textsOf = (provider: string): Texts => {
    const texts = given.get(provider) ?? new Map()
    given.set(provider, texts)
    return texts
  }
  readTable(table, textsOf, sentences)
  for (const [name, text] of Object.entries(env)) {
    const [, provider, key] = /^PARLEY_OIDC_([A-Z][A-Z0-9]*)_([A-Z_]+)$/.exec(name) ?? []
    if (provider === undefined || key === undefined || text === undefined || text === '') continue
    textsOf(provider.toLowerCase()).set(key.toLowerCase(), { text, name })
  }
  if (given.size > PROVIDERS_MAX)
    sentences.push(`[oidc] in parley.toml: there can be at most ${PROVIDERS_MAX} providers.`)
  const providers: OidcProvider[] = []
  for (const [name, texts] of given) {
    const read = readProvider(name, texts, readSecret)
    sentences.push(...read.sentences)
    if (read.provider) providers.push(read.provider)
  }
  const issuers = providers.map(({ issuer, clientId }) => `${issuer} ${clientId}`)
  if (new Set(issuers).size < issuers.length)
    sentences.push('[oidc]: two providers have the same issuer and client_id. Remove one.')
  return { providers, sentences }
}

const readTable = (table: unknown, textsOf: (provider: string) => Texts, sentences: string[]): void => {
  if (table === undefined) return
  if (typeof table !== 'object' || table === null || Array.isArray(table)) {
    sentences.push('[oidc] in parley.toml: write a table for each provider, such as [oidc.google].')
    return
  }
  for (const [provider, values] of Object.entries(table)) {
    if (typeof values !== 'object' || values === null || Array.isArray(values)) {
      sentences.push(`oidc.${provider} in parley.toml: must be a table, such as [oidc.${provider}].`)
      continue
    }
    const texts = textsOf(provider)
    for (const [key, value] of Object.entries(values)) {
      const text = Array.isArray(value) ? value.join(' ') : String(value)
      if (text !== '') texts.set(key, { text, name: `oidc.${provider}.${key} in parley.toml` })
    }
  }
}

interface Read {
  readonly provider?: OidcProvider
  readonly sentences: readonly string[]
}

const readProvider = (name: string, texts: Texts, readSecret: (path: string) => string): Read => {
  if (!namePattern.test(name))
    return {
      sentences: [`oidc.${name}: the name must be at most 20 small letters and digits, and begin with a letter.`],
    }
  const sentences = [...texts.entries()]
    .filter(([key]) => !Object.hasOwn(settings, key))
    .map(([, { name: shown }]) => `${shown}: there is no such setting. Remove it or use one of ${keys.join(', ')}.`)
  const values = {} as Record<Key, unknown>
  for (const key of keys) {
    const { text, name: shown = `oidc.${name}.${key}` } = texts.get(key) ?? {}
    const parsed = (settings[key].schema as z.ZodType).safeParse(text)
    if (parsed.success) values[key] = parsed.data
    else sentences.push(`${shown}: ${parsed.error.issues[0]?.message}.`)
  }
  if (sentences.length > 0) return { sentences }
  return finish(name, values as Values, readSecret)
}

const finish = (name: string, values: Values, readSecret: (path: string) => string): Read => {
  const { client_secret: inline, client_secret_file: path } = values
  const refuse = (sentence: string): Read => ({ sentences: [`oidc.${name}: ${sentence}`] })
  if (inline !== undefined && path !== undefined) return refuse('set client_secret or client_secret_file, not both.')
  const secret = inline ?? (path === undefined ? undefined : secretIn(path, readSecret))
  if (secret instanceof Error) return refuse(`client_secret_file can’t be read (${secret.message}).`)
  const authMethod = values.auth_method ?? (secret === undefined ? 'none' : 'client_secret_basic')
  if (authMethod !== 'none' && secret === undefined) return refuse(`auth_method ${authMethod} needs client_secret.`)
  const { session_hours: hours } = values
  return {
    sentences: [],
    provider: {
      name,
      title: values.title ?? `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`,
      issuer: values.issuer,
      clientId: values.client_id,
      clientSecret: secret === undefined ? undefined : () => secret,
      authMethod,
      scopes: values.scopes,
      link: values.link,
      registration: values.registration,
      groupsClaim: values.groups_claim,
      adminGroup: values.admin_group,
      secondFactor: values.second_factor,
      authTime: values.auth_time,
      refreshMs: values.refresh_minutes * 60_000,
      sessionMs: hours === undefined ? undefined : hours * 3_600_000,
    },
  }
}

const secretIn = (path: string, readSecret: (path: string) => string): string | Error => {
  try {
    return readSecret(path).trim() || new Error('it is empty')
  } catch (error) {
    return new Error((error as NodeJS.ErrnoException).code ?? 'unknown error')
  }
}
