import { format } from 'node:util'
import { limits } from '@parley/protocol'
import { printable } from '../lib/printable'

const LINE_CHARS = 300

const signs: Readonly<Record<string, string>> = { client: '> ', server: '< ' }
/** The mail itself is not part of the dialogue. */
const hidden: ReadonlySet<string> = new Set(['message', 'mail', 'transport', 'create'])

/** Collects what this server and a mail server say to each other. Passwords arrive here already replaced. */
export class Dialogue {
  readonly lines: string[] = []

  /** The logger for the SMTP client. */
  readonly logger = {
    level: () => {},
    trace: (entry: unknown, message?: unknown, ...values: unknown[]) => this.hear(entry, message, values),
    debug: (entry: unknown, message?: unknown, ...values: unknown[]) => this.hear(entry, message, values),
    info: (entry: unknown, message?: unknown, ...values: unknown[]) => this.hear(entry, message, values),
    warn: (entry: unknown, message?: unknown, ...values: unknown[]) => this.hear(entry, message, values),
    error: () => {},
    fatal: () => {},
  }

  /** Adds a line of this server's own. */
  note(text: string): void {
    for (const line of text.split(/\r?\n/))
      if (line.trim() !== '' && this.lines.length < limits.mailDialogueLines)
        this.lines.push(printable(line, LINE_CHARS))
  }

  private hear(entry: unknown, message: unknown, values: readonly unknown[]): void {
    const kind = typeof entry === 'object' && entry !== null && 'tnx' in entry ? String(entry.tnx) : ''
    if (hidden.has(kind) || typeof message !== 'string') return
    const sign = signs[kind] ?? '  '
    for (const line of format(message, ...values).split(/\r?\n/)) this.note(line === '' ? '' : `${sign}${line}`)
  }
}
