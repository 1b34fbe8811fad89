import type { Clock } from './clock'
import { type LogField, type LogFields, logFields } from './log-fields'
import { PRINTED_CHARS, printable, shortened, withoutControls } from './printable'

export const logLevels = ['debug', 'info', 'warn', 'error'] as const
export type LogLevel = (typeof logLevels)[number]
export const logFormats = ['json', 'pretty'] as const
export type LogFormat = (typeof logFormats)[number]

/** Writes what happens, one line each. */
export type Logger = {
  readonly [L in LogLevel]: (message: string, fields?: LogFields) => void
} & {
  /** Whether lines of a level are written; check this before computing expensive fields. */
  readonly enabled: (level: LogLevel) => boolean
}

export interface LoggerOptions {
  readonly level: LogLevel
  readonly format: LogFormat
  readonly clock: Pick<Clock, 'now'>
  /** Takes whole lines. */
  readonly write: (line: string) => void
}

/** Makes a logger. */
export const createLogger = ({ level, format, clock, write }: LoggerOptions): Logger => {
  const threshold = logLevels.indexOf(level)
  const toLine = format === 'json' ? jsonLine : prettyLine
  const at = (lineLevel: LogLevel) =>
    logLevels.indexOf(lineLevel) < threshold
      ? () => {}
      : (message: string, fields: LogFields = {}) =>
          write(toLine({ time: new Date(clock.now()).toISOString(), level: lineLevel, message }, fields))
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    enabled: (lineLevel) => logLevels.indexOf(lineLevel) >= threshold,
  }
}

/** Says nothing: for tests that do not look at the log. */
export const silentLogger: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  enabled: () => false,
}

/** The fields of an unexpected error: its sentence and where it came from, never the values it was about. */
export const errorFields = (thrown: unknown): Pick<LogFields, 'error' | 'stack'> =>
  thrown instanceof Error ? { error: thrown.message, stack: thrown.stack } : { error: String(thrown) }

interface Head {
  readonly time: string
  readonly level: LogLevel
  readonly message: string
}

/** Texts are cut: a caller may have chosen them. */
const fitting = (fields: LogFields): LogFields =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'string' ? shortened(value, maxCharsOf(name)) : value,
    ]),
  )

const maxCharsOf = (name: string): number => {
  const field: LogField | undefined = logFields[name as keyof typeof logFields]
  return field?.maxChars ?? PRINTED_CHARS
}

/** JSON itself leaves C1 controls and changes of direction as they are. */
const jsonLine = (head: Head, fields: LogFields): string =>
  `${withoutControls(JSON.stringify({ ...head, ...fitting(fields) }))}\n`

const dim = (text: string) => `\u001b[2m${text}\u001b[22m`
const colours: Record<LogLevel, number> = { debug: 90, info: 36, warn: 33, error: 31 }

const prettyLine = ({ time, level, message }: Head, { stack, ...fields }: LogFields): string => {
  const mark = `\u001b[${colours[level]}m${level.padEnd(5)}\u001b[39m`
  const rest = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${dim(`${name}=`)}${printable(String(value), maxCharsOf(name))}`)
    .join('')
  return `${dim(time.slice(11, 23))} ${mark} ${message}${rest}\n${stack ? prettyStack(stack) : ''}`
}

const prettyStack = (stack: string): string =>
  shortened(stack, maxCharsOf('stack'))
    .split('\n')
    .map((line) => `${withoutControls(line)}\n`)
    .join('')
