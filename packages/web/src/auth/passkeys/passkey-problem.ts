import type { T } from '../../i18n/catalog'

/** Texts for the errors of WebAuthn, by name. */
const texts = {
  NotAllowedError: 'passkeyCancelled',
  AbortError: 'passkeyCancelled',
  TimeoutError: 'passkeyTimedOut',
  InvalidStateError: 'passkeyExists',
  ConstraintError: 'passkeyNoLock',
  NotSupportedError: 'passkeyNoLock',
  SecurityError: 'error_passkeys_unavailable',
} as const

const isKnown = (name: string): name is keyof typeof texts => Object.hasOwn(texts, name)

/**
 * The text for an error of the browser. Undefined for other errors, such as those of the server. Browsers report the same error
 * after the time is over and when the user cancels.
 * @param isOver whether the time is over
 */
export const passkeyProblem = (t: T, thrown: unknown, isOver = false): string | undefined => {
  if (!(thrown instanceof DOMException)) return undefined
  const key = isKnown(thrown.name) ? texts[thrown.name] : 'passkeyFailed'
  return t(key === 'passkeyCancelled' && isOver ? 'passkeyTimedOut' : key)
}
