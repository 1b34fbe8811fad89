import type { MailProblem } from '@parley/protocol/mail-failure'
import type { Config } from '../../config/config'
import type { SmtpAddress } from '../../config/smtp-address'
import { systemClock } from '../../lib/clock'
import { silentLogger } from '../../lib/logger'
import { withoutControls } from '../../lib/printable'
import { compose } from '../../mail/compose'
import { createMailer, mailIn } from '../../mail/create-mail'

/** The meaning of each problem, and its remedy. */
const sentences = ({ host, port }: Pick<SmtpAddress, 'host' | 'port'>): Readonly<Record<MailProblem, string>> => ({
  no_smtp: 'No mail server is set, so the mail became a file. Set PARLEY_SMTP_URL and PARLEY_MAIL_FROM.',
  name_not_found: `The name ${host} was not found. Check the spelling in PARLEY_SMTP_URL, and the DNS of this machine.`,
  connection_refused: `Nothing listens on ${host}:${port}. Check the port: 465 with smtps://, 587 with smtp://.`,
  no_answer: `${host}:${port} did not answer. Check the port, and whether a firewall or your provider blocks it.`,
  implicit_tls: `Port ${port} speaks TLS from the start. Write smtps:// in PARLEY_SMTP_URL, or use port 587 with smtp://.`,
  not_implicit_tls: `Port ${port} does not speak TLS from the start. Write smtp:// for STARTTLS (port 587), or use port 465.`,
  starttls_missing: `${host}:${port} requires or lacks STARTTLS. Use smtp:// with port 587, smtps:// with port 465, or add tls=off in a network that you trust.`,
  certificate: `The certificate of ${host} is not trusted. Use the name that it was issued for, or add ca=/path/to/ca.pem for your own authority.`,
  wrong_password:
    'The mail server refused the sign-in (535). Check user and password in PARLEY_SMTP_URL; many providers want an app password.',
  sender_refused:
    'The mail server refused the sender (550 or 553). Set PARLEY_MAIL_FROM to an address that this user may send from.',
  recipient_refused: 'The mail server refused the recipient (550 or 553). Check the address, or try one elsewhere.',
  refused: 'The mail server refused the mail. Its last line says why.',
})

/** Sends a test mail. The text has the whole dialogue, and one sentence about its outcome. */
export const tryMail = async (
  config: Pick<Config, 'mail' | 'dataDir'>,
  to: string,
): Promise<{ text: string; healthy: boolean }> => {
  const mailDirectory = mailIn(config.dataDir)
  const mailer = createMailer({ config, mailDirectory, clock: systemClock, logger: silentLogger })
  const mail = compose({ kind: 'test', to, language: 'en', server: 'Parley' })
  const { problem, dialogue } = await mailer.trial(mail)
  const address = config.mail.smtp ?? { host: '', port: 0 }
  const outcome =
    problem === undefined
      ? `✓ The mail server took the mail. If it doesn't arrive, look into the spam folder and the log of ${address.host}.`
      : `✗ ${sentences(address)[problem]}`
  const where = problem === 'no_smtp' ? [`  It is in ${mailDirectory}.`] : []
  const lines = [...dialogue, outcome, ...where].map(withoutControls)
  return { text: `${lines.join('\n')}\n`, healthy: problem === undefined }
}
