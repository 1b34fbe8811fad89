import type { MailProblem } from '@parley/protocol/mail-failure'

/** One mail to one person, as text and as HTML. */
export interface Mail {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** The port for sending mails. */
export interface Mailer {
  /** Whether mails reach people. Otherwise they only become files on this machine. */
  readonly reachesPeople: boolean
  /** @throws {MailError} */
  send(mail: Mail): Promise<void>
  /** Sends a mail and returns the dialogue with the mail server, without secrets. Never throws. */
  trial(mail: Mail): Promise<MailTrial>
}

/** The outcome of a test mail. */
export interface MailTrial {
  /** Undefined: the mail server accepted the mail. */
  readonly problem: MailProblem | undefined
  /** The lines of the dialogue: `>` from this server, `<` from the mail server. */
  readonly dialogue: readonly string[]
}

/** A mail that was not handed over. */
export class MailError extends Error {
  constructor(
    readonly problem: MailProblem,
    /** Whether the same mail may go through later. */
    readonly retry: boolean,
    message: string,
  ) {
    super(message)
  }
}
