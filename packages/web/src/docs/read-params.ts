import type { T } from '../i18n/catalog'

/** The parameters in a text, or the error in it. */
export const readParams = (t: T, text: string): { readonly params: object } | { readonly problem: string } => {
  try {
    const params: unknown = JSON.parse(text)
    if (typeof params === 'object' && params !== null && !Array.isArray(params)) return { params }
    return { problem: t('docsNotObject') }
  } catch (error) {
    return { problem: t('docsBadJson', { problem: (error as Error).message }) }
  }
}

/** Calls that change the signed-in user of this browser. */
const sessionMethods = [
  'accounts.login',
  'accounts.passSecondFactor',
  'accounts.register',
  'accounts.registerIdentity',
  'accounts.restoreIdentity',
  'accounts.requestState',
  'accounts.restore',
  'accounts.logout',
]

/** The questions of confirmations. */
export type Question = 'docsAskFinal' | 'docsAskSession'

/**
 * The confirmation that a method requires: because it is irreversible, or because it changes a session of this browser.
 */
export const questionBefore = (
  method: { readonly name: string; readonly 'x-final'?: unknown },
  transport: string,
): Question | undefined => {
  if ('x-final' in method) return 'docsAskFinal'
  return sessionMethods.includes(method.name) && transport === 'http' ? 'docsAskSession' : undefined
}
