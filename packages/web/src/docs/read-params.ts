import type { T } from '../i18n/catalog'

/** The parameters that a text says, or what is wrong with it. */
export const readParams = (t: T, text: string): { readonly params: object } | { readonly problem: string } => {
  try {
    const params: unknown = JSON.parse(text)
    if (typeof params === 'object' && params !== null && !Array.isArray(params)) return { params }
    return { problem: t('docsNotObject') }
  } catch (error) {
    return { problem: t('docsBadJson', { problem: (error as Error).message }) }
  }
}

/** Calls that change who is signed in here. */
const ofSession = ['accounts.login', 'accounts.register', 'accounts.logout']

/** What is asked before a call. */
export type Question = 'docsAskFinal' | 'docsAskSession'

/** What is asked before a method is called: whether something is to be done for good, or a session of this browser changed. */
export const questionBefore = (
  method: { readonly name: string; readonly 'x-final'?: unknown },
  transport: string,
): Question | undefined => {
  if ('x-final' in method) return 'docsAskFinal'
  return ofSession.includes(method.name) && transport === 'http' ? 'docsAskSession' : undefined
}
