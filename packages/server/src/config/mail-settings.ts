import { z } from 'zod'
import { mailFrom, toSmtpAddress } from './smtp-address'

/** The settings of e-mail. */
export const mailSettings = {
  smtp_url: {
    schema: z.string().transform(toSmtpAddress).optional(),
    default: 'none, mails are written to files in the data directory',
    doc: 'The mail server that sends codes, such as `smtps://user:password@mail.example:465` (TLS from the start) or `smtp://user:password@mail.example:587` (STARTTLS, which is required). Write special characters in the password as `%XX`. Add `ca=/path/to/ca.pem` for a certificate authority of your own, and `tls=off` to send without encryption. `smtp` to this machine needs no TLS. Needs `mail_from`.',
  },
  mail_from: {
    schema: mailFrom.optional(),
    default: 'none',
    doc: 'The sender of mails, such as `Parley <chat@example.org>`. The mail server has to accept this address.',
  },
}
