import { readFileSync } from 'node:fs'
import { rootCertificates } from 'node:tls'
import { createTransport } from 'nodemailer'
import type { SmtpAddress } from '../config/smtp-address'
import { Dialogue } from './dialogue'
import type { Mail, Mailer, MailTrial } from './mailer'
import { smtpProblem } from './smtp-problem'

export interface SmtpMailerOptions {
  readonly address: SmtpAddress
  readonly from: string
  /** How long a silent mail server is waited for. */
  readonly timeoutMs?: number
}

const TIMEOUT_MS = 15_000
/** A mail takes at most this many times as long. A mail server that keeps talking would hold a place of the queue for good. */
const WHOLE_TIMEOUTS = 4

/** Sends through a mail server, with one connection for each mail. */
export class SmtpMailer implements Mailer {
  readonly reachesPeople = true

  constructor(private readonly options: SmtpMailerOptions) {}

  async send(mail: Mail): Promise<void> {
    try {
      await this.deliver(mail)
    } catch (error) {
      throw smtpProblem(error, this.options.address)
    }
  }

  async trial(mail: Mail): Promise<MailTrial> {
    const dialogue = new Dialogue()
    try {
      await this.deliver(mail, dialogue)
      return { problem: undefined, dialogue: dialogue.lines }
    } catch (error) {
      const { problem, message } = smtpProblem(error, this.options.address)
      dialogue.note(message)
      return { problem, dialogue: dialogue.lines }
    }
  }

  private async deliver(mail: Mail, dialogue?: Dialogue): Promise<void> {
    const { address, from, timeoutMs = TIMEOUT_MS } = this.options
    const { host, port, tls, user, password, caPath } = address
    const transport = createTransport({
      host,
      port,
      secure: tls === 'implicit',
      requireTLS: tls === 'starttls',
      ignoreTLS: tls === 'off',
      ...(user === undefined ? {} : { auth: { user, pass: password() } }),
      ...(caPath === undefined ? {} : { tls: { ca: [...rootCertificates, readFileSync(caPath, 'utf8')] } }),
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      dnsTimeout: timeoutMs,
      disableFileAccess: true,
      disableUrlAccess: true,
      ...(dialogue ? { logger: dialogue.logger, debug: true } : {}),
    })
    try {
      const signal = AbortSignal.timeout(WHOLE_TIMEOUTS * timeoutMs)
      await transport.sendMail({ from, ...mail, headers: { 'Auto-Submitted': 'auto-generated' }, signal })
    } finally {
      transport.close()
    }
  }
}
