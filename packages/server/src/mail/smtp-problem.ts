import type { MailProblem } from '@parley/protocol/mail-failure'
import type { SmtpAddress } from '../config/smtp-address'
import { MailError } from './mailer'

/** The fields of errors from the SMTP client and from sockets. */
interface SmtpFailure extends Error {
  readonly code?: string
  readonly responseCode?: number
  readonly command?: string
  readonly cause?: unknown
}

const names: ReadonlySet<string> = new Set(['EDNS', 'ENOTFOUND', 'EAI_AGAIN', 'ENODATA', 'DNS_ENOTFOUND'])
const refused = /ECONNREFUSED|Failed to connect|connection refused/i
const certificate = /certificate|CERT_|ERR_TLS_CERT|altname|self.signed|unable to verify/i
const notTls = /wrong.version|ssl3_get_record|packet length|EPROTO|wrong_version|unexpected message|INVALID_RECORD/i

/** Translates an error of sending into its cause. `address` decides what a silent or garbled connection means. */
export const smtpProblem = (thrown: unknown, address: SmtpAddress): MailError => {
  const failure: SmtpFailure = thrown instanceof Error ? thrown : new Error(String(thrown))
  const problem = problemOf(failure, address)
  const { responseCode = 0 } = failure
  // 4xx is temporary by RFC 5321. Of the others, only what changes outside this configuration may pass later.
  const retry = responseCode > 0 ? responseCode < 500 : passing.has(problem)
  return new MailError(problem, retry, failure.message.replaceAll(/[\r\n]+/g, ' '))
}

const passing: ReadonlySet<MailProblem> = new Set(['name_not_found', 'connection_refused', 'no_answer', 'refused'])

const problemOf = (failure: SmtpFailure, address: SmtpAddress): MailProblem => {
  const { code = '', command = '', message, responseCode } = failure
  const text = `${code} ${message} ${failure.cause ?? ''}`
  if (code === 'EAUTH' || code === 'ENOAUTH' || responseCode === 535) return 'wrong_password'
  if (responseCode === 530) return address.user === undefined ? 'wrong_password' : 'starttls_missing'
  if (code === 'EENVELOPE' || responseCode === 550 || responseCode === 553)
    return command === 'RCPT TO' ? 'recipient_refused' : 'sender_refused'
  if (responseCode !== undefined) return code === 'ETLS' ? 'starttls_missing' : 'refused'
  if (names.has(code) || /ENOTFOUND|EAI_AGAIN|getaddrinfo/i.test(text)) return 'name_not_found'
  if (refused.test(text)) return 'connection_refused'
  if (certificate.test(text)) return 'certificate'
  if (code === 'ETLS' && address.tls === 'starttls') return 'starttls_missing'
  if (address.tls === 'implicit' && (notTls.test(text) || code === 'ETLS')) return 'not_implicit_tls'
  // A server with implicit TLS says nothing until it gets a TLS greeting.
  if (address.tls !== 'implicit' && address.port === 465) return 'implicit_tls'
  return 'no_answer'
}
