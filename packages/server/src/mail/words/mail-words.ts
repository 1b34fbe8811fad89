/** The kinds of mail that the server sends. */
export type MailKind =
  | 'verify'
  | 'taken'
  | 'replaced'
  | 'removed'
  | 'password'
  | 'identityLinked'
  | 'identityUnlinked'
  | 'factorOn'
  | 'factorOff'
  | 'factorRemoved'
  | 'exportReady'
  | 'recoveryCodes'
  | 'recoveryUsed'
  | 'passkeyAdded'
  | 'passkeyRemoved'
  | 'passkeysRemoved'
  | 'recover'
  | 'test'

/** The text of one kind of mail. A line that is only `{code}` is shown large. */
export interface MailText {
  readonly subject: string
  readonly lines: readonly string[]
}

/** The mails in one language, with the placeholders `{server}`, `{address}`, `{username}`, `{code}` and `{minutes}`. */
export type MailWords = Readonly<Record<MailKind, MailText>>
