import { join } from 'node:path'
import type { Config } from '../config/config'
import type { Clock } from '../lib/clock'
import type { Logger } from '../lib/logger'
import { FileMailer } from './files'
import { MailQueue } from './mail-queue'
import type { Mailer } from './mailer'
import { SmtpMailer } from './smtp'

export interface CreateMailOptions {
  readonly config: Pick<Config, 'mail'>
  /** Where mails lie without a mail server. */
  readonly mailDirectory: string
  readonly clock: Clock
  readonly logger: Logger
}

/** The folder for mails in a data directory. */
export const mailIn = (dataDir: string): string => join(dataDir, 'mail')

const nobody = 'Parley <parley@localhost>'

/** Sends by the configured mail server, or writes files without one. */
export const createMailer = ({ config, mailDirectory, clock, logger }: CreateMailOptions): Mailer => {
  const { smtp, from = nobody } = config.mail
  if (smtp) return new SmtpMailer({ address: smtp, from })
  return new FileMailer({ directory: mailDirectory, from, clock, logger })
}

/** The mailer with the queue in front of it. */
export const createMail = (options: CreateMailOptions) => {
  const mailer = createMailer(options)
  return { mailer, queue: new MailQueue({ mailer, clock: options.clock, logger: options.logger }) }
}
export type MailParts = ReturnType<typeof createMail>
