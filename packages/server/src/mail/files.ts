import { chmod, mkdir, readdir, stat, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import type { Clock } from '../lib/clock'
import type { Logger } from '../lib/logger'
import { newSecret } from '../lib/secret'
import { type Mail, MailError, type Mailer, type MailTrial } from './mailer'

export interface FileMailerOptions {
  readonly directory: string
  readonly from: string
  readonly clock: Clock
  readonly logger: Logger
}

/** Files that are kept, and for how long. */
const KEPT = 100
const KEEP_MS = 7 * 24 * 3_600_000

/** Without a mail server: every mail becomes a file that the administrator can read. */
export class FileMailer implements Mailer {
  readonly reachesPeople = false
  private turn: Promise<void> = Promise.resolve()
  private written = 0

  constructor(private readonly options: FileMailerOptions) {}

  send(mail: Mail): Promise<void> {
    const sent = this.turn
      .then(() => this.write(mail))
      .catch((error: Error) => {
        // The disk may be full: a later try may succeed.
        throw new MailError('refused', true, error.message)
      })
    this.turn = sent.catch(() => {})
    return sent
  }

  async trial(mail: Mail): Promise<MailTrial> {
    try {
      await this.send(mail)
      return { problem: 'no_smtp', dialogue: [] }
    } catch (error) {
      return { problem: 'refused', dialogue: [String(error)] }
    }
  }

  private async write(mail: Mail): Promise<void> {
    const { clock, directory, from, logger } = this.options
    await mkdir(directory, { recursive: true, mode: 0o700 })
    await this.removeOld()
    const transport = createTransport({ streamTransport: true, buffer: true, newline: 'unix' })
    const { message } = await transport.sendMail({ from, ...mail })
    this.written++
    const time = new Date(clock.now()).toISOString().replaceAll(/[-:]/g, '')
    const path = join(directory, `${time}-${String(this.written).padStart(6, '0')}-${newSecret(4)}.eml`)
    await writeFile(path, String(message), { mode: 0o600, flag: 'wx' })
    await chmod(path, 0o600)
    logger.info('a mail was written to a file, because no mail server is set', { path })
  }

  /** Names sort by time, and then by number. */
  private async removeOld(): Promise<void> {
    const { clock, directory } = this.options
    const names = (await readdir(directory)).filter((name) => name.endsWith('.eml')).toSorted()
    const surplus = Math.max(0, names.length - (KEPT - 1))
    for (const [at, name] of names.entries()) {
      const path = join(directory, name)
      if (at < surplus || (await stat(path)).mtimeMs < clock.now() - KEEP_MS) await unlink(path)
    }
  }
}
