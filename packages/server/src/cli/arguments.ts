import { parseArgs } from 'node:util'
import { type TokensCommand, tokensCommand } from './tokens-arguments'

/** An administrator's act on an account. */
export type AdminAct = 'grant' | 'reset-password' | 'remove-second-factor' | 'remove-passkeys' | 'close' | 'restore'

/** A command to the program. */
export type Command =
  | { readonly name: 'help' | 'version' }
  /** With `demo` the command first fills an empty data directory with sample data. */
  | { readonly name: 'serve'; readonly demo: boolean }
  | { readonly name: AdminAct; readonly username: string }
  | { readonly name: 'blocked-networks' }
  | { readonly name: 'unblock-network'; readonly network: string }
  | TokensCommand
  | { readonly name: 'doctor' }
  /** Sends a test mail. */
  | { readonly name: 'doctor-mail'; readonly to: string }
  | { readonly name: 'nodes'; readonly form: 'table' | 'json' }
  | { readonly name: 'store-copy'; readonly from: string; readonly to: string }
  | { readonly name: 'blobs-copy'; readonly to: string }
  /** With `dryRun` nothing is removed. */
  | { readonly name: 'media-gc'; readonly dryRun: boolean }
  /** An unknown command. The sentence says what to do. */
  | { readonly name: 'unknown'; readonly sentence: string }

const options = {
  demo: { type: 'boolean' },
  json: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  from: { type: 'string' },
  to: { type: 'string' },
  name: { type: 'string' },
  scopes: { type: 'string' },
  days: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const
type Option = keyof typeof options

const adminActs = [
  'grant',
  'reset-password',
  'remove-second-factor',
  'remove-passkeys',
  'close',
  'restore',
] as const satisfies readonly AdminAct[]
const isAdminAct = (word: string | undefined): word is AdminAct => adminActs.some((act) => act === word)

const isOption = (name: string): name is Option => Object.hasOwn(options, name)

/** The words after the name of a command, and its options. */
interface Given {
  readonly rest: readonly string[]
  readonly values: { readonly [K in Option]?: string | boolean | undefined }
  /** The first word or option that is none of these. */
  readonly stray: (...known: readonly Option[]) => string | undefined
}

/** Reads the arguments of the program. */
export const parseArguments = (words: readonly string[]): Command => {
  const parsed = parseArgs({ args: [...words], options, allowPositionals: true, strict: false, tokens: true })
  const [name = 'serve', ...rest] = parsed.positionals
  const given = parsed.tokens.filter((token) => token.kind === 'option')
  const wrong = given.find((token) => !isOption(token.name))
  if (wrong) return unknown(words[wrong.index] ?? '')
  const { values } = parsed
  if (values.help) return { name: 'help' }
  if (values.version) return { name: 'version' }
  const stray: Given['stray'] = (...known) => {
    const option = given.find((token) => !known.some((one) => one === token.name))
    return rest[0] ?? (option && words[option.index])
  }
  return commandOf(name, { rest, values, stray })
}

const commandOf = (name: string, given: Given): Command => {
  const { values, stray } = given
  switch (name) {
    case 'serve':
      return alone({ name, demo: values.demo === true }, stray('demo'))
    case 'help':
    case 'version':
      return alone({ name }, stray())
    case 'doctor':
      return given.rest[0] === 'mail' ? doctorMailCommand(given) : alone({ name }, stray())
    case 'nodes':
      return alone({ name, form: values.json === true ? 'json' : 'table' }, stray('json'))
    case 'admin':
      return adminCommand(given)
    case 'tokens':
      return tokensCommand(given)
    case 'store':
      return storeCommand(given)
    case 'blobs':
      return blobsCommand(given)
    case 'media':
      return mediaCommand(given)
    default:
      return unknown(name)
  }
}

/** A command that takes no further words. */
const alone = (command: Command, stray: string | undefined): Command => (stray === undefined ? command : unknown(stray))

const adminCommand = ({ rest, values }: Given): Command => {
  const [what, username, ...more] = rest
  const isExtra = more.length > 0 || Object.keys(values).length > 0
  if (what === 'blocked-networks' && username === undefined && !isExtra) return { name: what }
  if (what === 'unblock-network' && username !== undefined && !isExtra) return { name: what, network: username }
  if (!isAdminAct(what) || username === undefined || isExtra)
    return {
      name: 'unknown',
      sentence:
        'Use: parley admin grant, reset-password, remove-second-factor, remove-passkeys, close or restore, and a username. ' +
        'Or parley admin blocked-networks, or unblock-network and a network.',
    }
  return { name: what, username: username.replace(/^@/, '').toLowerCase() }
}

/** Whether a command of two words has no others, and only these options. */
const isOnly = ({ rest, values }: Given, what: string, known: readonly Option[]): boolean =>
  rest.length === 1 && rest[0] === what && Object.keys(values).every((name) => known.some((one) => one === name))

const doctorMailCommand = (given: Given): Command => {
  const { to } = given.values
  if (isOnly(given, 'mail', ['to']) && typeof to === 'string') return { name: 'doctor-mail', to }
  return { name: 'unknown', sentence: 'Use: parley doctor mail --to you@example.org' }
}

const storeCommand = (given: Given): Command => {
  const { from, to } = given.values
  if (isOnly(given, 'copy', ['from', 'to']) && typeof from === 'string' && typeof to === 'string')
    return { name: 'store-copy', from, to }
  return {
    name: 'unknown',
    sentence: 'Use: parley store copy --from sqlite:./data/parley.db --to postgres://user:password@host/database',
  }
}

const blobsCommand = (given: Given): Command => {
  const { to } = given.values
  if (isOnly(given, 'copy', ['to']) && typeof to === 'string') return { name: 'blobs-copy', to }
  return {
    name: 'unknown',
    sentence: 'Use: parley blobs copy --to s3://key:secret@host/bucket, or --to file:///srv/blobs',
  }
}

const mediaCommand = (given: Given): Command => {
  if (isOnly(given, 'gc', ['dry-run'])) return { name: 'media-gc', dryRun: given.values['dry-run'] === true }
  return {
    name: 'unknown',
    sentence: 'Use: parley media gc --dry-run, or parley media gc',
  }
}

const unknown = (word: string): Command => ({
  name: 'unknown',
  sentence: `There is no command or option "${word}". Run parley help for a list. Settings go in parley.toml or the environment.`,
})
