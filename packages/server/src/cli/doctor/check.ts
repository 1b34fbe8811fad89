import { printable } from '../../lib/printable'

/** The finding of a check. One sentence describes the state. A second one says what to do, if anything. */
export type Finding =
  | { readonly level: 'good'; readonly text: string }
  | { readonly level: 'warning' | 'bad'; readonly text: string; readonly remedy: string }

/** One thing that is looked at. It changes nothing. */
export interface Check {
  readonly name: string
  run(): Promise<Finding[]>
}

export const good = (text: string): Finding => ({ level: 'good', text })
export const warning = (text: string, remedy: string): Finding => ({ level: 'warning', text, remedy })
export const bad = (text: string, remedy: string): Finding => ({ level: 'bad', text, remedy })

/** The finding of a check, with its name. */
export interface Checked {
  readonly name: string
  readonly findings: readonly Finding[]
}

/** Runs all checks beside each other. One that fails or takes too long is a finding, and hides no other. */
export const runChecks = (checks: readonly Check[], timeoutMs: number): Promise<Checked[]> =>
  Promise.all(
    checks.map(async (check) => ({
      name: check.name,
      findings: await bounded(check, timeoutMs).catch((error) => [failed(error)]),
    })),
  )

const failed = (error: unknown): Finding =>
  bad(`The check failed (${error instanceof Error ? error.message : error}).`, 'Please report this as a bug in Parley.')

const bounded = async (check: Check, timeoutMs: number): Promise<Finding[]> => {
  const late = Promise.withResolvers<Finding[]>()
  const timer = setTimeout(
    () =>
      late.resolve([
        bad(
          `No answer within ${timeoutMs / 1_000} s.`,
          'Check whether a firewall drops the traffic, or the other end hangs.',
        ),
      ]),
    timeoutMs,
  )
  try {
    return await Promise.race([check.run(), late.promise])
  } finally {
    clearTimeout(timer)
  }
}

const marks = { good: '✓', warning: '!', bad: '✗' } as const

/** The longest sentence that is printed of a finding: other machines may have written a part of it. */
const FINDING_CHARS = 1_000

/** A line for each finding, with its remedy. */
export const checkedText = (checked: readonly Checked[]): string => {
  const width = Math.max(...checked.map(({ name }) => name.length))
  const lines = checked.flatMap(({ name, findings }) =>
    findings.map((finding) => {
      const remedy = finding.level === 'good' ? '' : ` ${finding.remedy}`
      return `${marks[finding.level]} ${name.padEnd(width)}  ${printable(`${finding.text}${remedy}`, FINDING_CHARS)}\n`
    }),
  )
  return lines.join('')
}

/** Whether nothing keeps the installation from working well. */
export const isHealthy = (checked: readonly Checked[]): boolean =>
  checked.every(({ findings }) => findings.every(({ level }) => level !== 'bad'))
