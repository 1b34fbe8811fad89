import type { MailDomains } from '../accounts/email/mail-domains'
import type { RequestAnswers } from '../accounts/requests/request-answers'
import type { AuditLog } from '../audit/audit-log'
import type { Handlers } from '../lib/handlers'
import type { limitsHandlers } from '../moderation/handlers'
import type { networkHandlers } from '../networks/handlers'
import type { Admin } from './admin'
import type { HealthParts } from './create-health'
import type { Exemptions } from './exemptions'
import type { MailStatus } from './mail-status'
import type { passkeyHandlers } from './passkeys/handlers'
import type { waveHandlers } from './waves/handlers'

interface AdminParts {
  readonly admin: Admin
  readonly mail: MailStatus
  readonly audit: AuditLog
  readonly answers: RequestAnswers
  readonly mailDomains: Pick<MailDomains, 'current' | 'set'>
}

export const adminHandlers = ({
  admin,
  mail,
  audit,
  answers,
  mailDomains,
}: AdminParts): Omit<
  Handlers<'admin'>,
  | keyof ReturnType<typeof networkHandlers>
  | keyof ReturnType<typeof passkeyHandlers>
  | keyof ReturnType<typeof waveHandlers>
  | keyof ReturnType<typeof limitsHandlers>
  | keyof ReturnType<typeof exemptionHandlers>
  | keyof ReturnType<typeof healthHandlers>
  | 'serviceTokens'
  | 'createServiceToken'
  | 'revokeServiceToken'
> => ({
  settings: () => admin.currentSettings(),
  addresses: () => admin.addresses(),
  setRegistration: (caller, input) => admin.setRegistration(caller, input),
  accountRequests: (_caller, input) => answers.list(input),
  answerRequests: (caller, input) => answers.answer(caller, input),
  setServerName: (caller, { serverName }) => admin.setServerName(caller, serverName),
  users: (_caller, input) => admin.people(input),
  closeUser: (caller, { userId }) => admin.closeUser(caller, userId),
  restoreUser: (caller, { userId }) => admin.restoreUser(caller, userId),
  resetPassword: (caller, { userId }) => admin.resetPassword(caller, userId),
  removeSecondFactor: (caller, { userId }) => admin.removeSecondFactor(caller, userId),
  mailDomains: () => mailDomains.current(),
  setMailDomains: (caller, input) => mailDomains.set(caller, input),
  audit: (caller, input) => audit.list(caller, input),
  mail: async () => mail.current(),
  testMail: (caller, input) => mail.test(caller, input),
  setDisabled: (caller, { userId, disabled }) => admin.setDisabled(caller, userId, disabled ? 'disabled' : 'allowed'),
})

/** The methods of administrators about exemptions of single people. */
export const exemptionHandlers = (exemptions: Exemptions): Pick<Handlers<'admin'>, 'liftMute' | 'setTrusted'> => ({
  liftMute: (caller, { userId }) => exemptions.liftMute(caller, userId),
  setTrusted: (caller, input) => exemptions.setTrusted(caller, input),
})

/** The methods of administrators about the state of the server. */
export const healthHandlers = ({ nodes, storage }: HealthParts): Pick<Handlers<'admin'>, 'nodes' | 'storage'> => ({
  nodes: () => nodes.list(),
  storage: (_caller, input) => storage.list(input),
})
