/** The configuration is invalid: one sentence for each problem. */
export class ConfigError extends Error {
  constructor(readonly sentences: readonly string[]) {
    super(sentences.join('\n'))
    this.name = 'ConfigError'
  }
}

/** One value as it was given, with the name that a person knows it by. */
export interface Given {
  readonly key: string
  readonly name: string
  readonly text: string
  /** Whether it was text in the file, and not a number or a switch; undefined in the environment, where all is text. */
  readonly isQuoted?: boolean
}

type Environment = Readonly<Record<string, string | undefined>>

/** Variables of the test and build scripts, which people may have set for good. */
const notOurs = new Set(['PARLEY_CHROMIUM', 'PARLEY_DEV_SERVER'])

/** An empty variable counts as unset: service managers and compose files set variables that way. */
export const fromEnvironment = (env: Environment): Given[] =>
  Object.entries(env).flatMap(([name, text]) =>
    name.startsWith('PARLEY_') &&
    !name.startsWith('PARLEY_OIDC_') &&
    !notOurs.has(name) &&
    text !== undefined &&
    text !== ''
      ? [{ key: name.slice('PARLEY_'.length).toLowerCase(), name, text }]
      : [],
  )

/**
 * Booleans stand for on and off, a list for its words with commas; a table is shown as what it is and fits no setting.
 * @throws {ConfigError}
 */
export const fromToml = (toml: string | undefined): Given[] =>
  Object.entries(toml === undefined ? {} : parseToml(toml)).flatMap(([key, value]) => {
    if (key === 'oidc') return []
    const text = typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value)
    return text === '' ? [] : [{ key, name: `${key} in parley.toml`, text, isQuoted: typeof value === 'string' }]
  })

/**
 * The tables of OpenID providers, which have settings of their own.
 * @throws {ConfigError}
 */
export const oidcTable = (toml: string | undefined): unknown => (toml === undefined ? undefined : parseToml(toml).oidc)

/** @throws {ConfigError} */
const parseToml = (text: string): Record<string, unknown> => {
  try {
    return Bun.TOML.parse(text) as Record<string, unknown>
  } catch (error) {
    const what = (error as Error).message.replace(/^TOML Parse error: /, '')
    throw new ConfigError([`parley.toml, line ${lineOfError(text)}: this is not TOML (${what}). Correct the line.`])
  }
}

/** The parser names no line: the error is in the one after the longest beginning that is TOML. */
const lineOfError = (text: string): number => {
  const lines = text.split('\n')
  for (let count = lines.length - 1; count > 0; count -= 1)
    if (isToml(lines.slice(0, count).join('\n'))) return count + 1
  return 1
}

const isToml = (text: string): boolean => {
  try {
    Bun.TOML.parse(text)
    return true
  } catch {
    return false
  }
}
