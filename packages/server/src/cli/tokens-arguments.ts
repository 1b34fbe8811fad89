import { limits, type ServiceScope, serviceScopes } from '@parley/protocol'
import { serviceTokenName } from '@parley/protocol/service-rows'

/** A command about service tokens. */
export type TokensCommand =
  | { readonly name: 'tokens'; readonly act: 'create'; readonly token: NewToken }
  | { readonly name: 'tokens'; readonly act: 'list'; readonly form: 'table' | 'json' }
  | { readonly name: 'tokens'; readonly act: 'revoke'; readonly which: string }

interface NewToken {
  readonly name: string
  readonly scopes: readonly ServiceScope[]
  readonly forMs?: number
}

interface Given {
  readonly rest: readonly string[]
  readonly values: { readonly [name: string]: string | boolean | undefined }
}

const DAY_MS = 86_400_000
const usage = `Use: parley tokens create --name NAME --scopes ${serviceScopes.join(',')} [--days N], parley tokens list [--json], or parley tokens revoke ID`

const isScope = (word: string): word is ServiceScope => serviceScopes.some((scope) => scope === word)

/** Reads the words after `tokens`; a sentence says what is wrong with them. */
export const tokensCommand = ({ rest, values }: Given): TokensCommand | { name: 'unknown'; sentence: string } => {
  const [act, which, ...more] = rest
  const has = (...known: string[]) => Object.keys(values).every((name) => known.includes(name))
  if (act === 'list' && which === undefined && has('json'))
    return { name: 'tokens', act, form: values.json === true ? 'json' : 'table' }
  if (act === 'revoke' && which !== undefined && more.length === 0 && has()) return { name: 'tokens', act, which }
  if (act === 'create' && which === undefined && has('name', 'scopes', 'days')) return createCommand(values)
  return { name: 'unknown', sentence: usage }
}

const createCommand = ({ name, scopes, days }: Given['values']): ReturnType<typeof tokensCommand> => {
  if (typeof name !== 'string' || typeof scopes !== 'string') return { name: 'unknown', sentence: usage }
  const parsed = serviceTokenName.safeParse(name)
  if (!parsed.success)
    return { name: 'unknown', sentence: `--name: ${parsed.error.issues[0]?.message ?? 'has the wrong form'}.` }
  const words = scopes.split(',').map((word) => word.trim())
  const wrong = words.find((word) => !isScope(word))
  if (wrong !== undefined)
    return { name: 'unknown', sentence: `--scopes: "${wrong}" is none of ${serviceScopes.join(', ')}.` }
  const most = limits.serviceTokenMaxMs / DAY_MS
  if (days !== undefined && !(typeof days === 'string' && /^\d{1,4}$/.test(days) && +days > 0 && +days <= most))
    return { name: 'unknown', sentence: `--days: must be a number from 1 to ${most}.` }
  const ends = days === undefined ? {} : { forMs: Number(days) * DAY_MS }
  return { name: 'tokens', act: 'create', token: { name: parsed.data, scopes: words.filter(isScope), ...ends } }
}
