import type { Result } from '@parley/protocol'
import { recallInTab, rememberInTab } from '../../lib/remembered-in-tab'

/** The way on for a person whom a provider vouched for. */
export type Step = Result<'accounts.identityStep'>

/** The way from the provider, as the address of `/continue` names it after the `#`. */
export type Arrival = Readonly<Record<string, string>>

/** Reads the address. */
export const arrivalIn = (hash: string): Arrival => Object.fromEntries(new URLSearchParams(hash.slice(1)))

/**
 * A path of this client. Other targets become its first page. Browsers leave out tabs and line breaks of an address, and take `\`
 * for `/`. So their own parser decides whether it leads to this site.
 */
export const backIn = ({ back = '/' }: Arrival, { origin }: Pick<Location, 'origin'> = location): string => {
  if (!URL.canParse(back, origin)) return '/'
  const target = new URL(back, origin)
  // A path that begins with two slashes would be an address of another site.
  if (target.origin !== origin || /^\/(\/|continue|setup)/.test(target.pathname)) return '/'
  return target.pathname + target.search
}

/** The code of the link that led to the sign-in, if one did. */
export const joiningIn = (): { readonly invite?: string; readonly setup?: string } => {
  try {
    return JSON.parse(recallInTab('joining') ?? '{}')
  } catch {
    return {}
  }
}

/** An act that waits for the proof of the owner, in place of a password. */
export type ProvenAct =
  | { readonly act: 'link'; readonly ticket: string }
  | {
      readonly act: 'settings'
      /** The dialog of the settings that goes on. */
      readonly dialog: string
      /** The text that was typed there. */
      readonly text?: string
    }

/** Leads to a provider, which asks the person again. Then `/continue` goes on with the act. */
export const proveWith = (provider: string, act: ProvenAct): void => {
  rememberInTab('proving', JSON.stringify(act))
  const back = { back: '/settings', from: location.origin, proves: '1' }
  location.assign(`/auth/oidc/${provider}?${new URLSearchParams(back)}`)
}

/** Leads to the site that signs this person in. It leads back with a token, with which `/continue` goes on. */
export const proveElsewhere = (url: string, act: ProvenAct): void => {
  rememberInTab('proving', JSON.stringify(act))
  location.assign(url)
}

/** The act that waits. */
export const waitingAct = (): ProvenAct | undefined => {
  try {
    return JSON.parse(recallInTab('proving') ?? 'null') ?? undefined
  } catch {
    return undefined
  }
}
