import { type ThemeChoice, themeChoices } from '../theme/read-choices'

/** The token of a session, or one that the other product signed for `accounts.exchange`. */
export type SignOnToken = { readonly token: string } | { readonly jwt: string }

/** How the chat looks in the page around. */
export interface Look {
  readonly accent?: string
  readonly theme?: ThemeChoice
}

/** Messages of the page around, as docs/integrating.md describes them. */
export type HostMessage =
  | { readonly type: 'parley:token'; readonly id: string; readonly given: SignOnToken }
  | { readonly type: 'parley:look'; readonly look: Look }
  | { readonly type: 'parley:signOut' }

/** The reason of a question for a token: the frame has none yet, or the last session has ended. */
export type WantedBecause = 'start' | 'ended'

/** A colour as `#rrggbb`. Other forms could load things, or end the rule that they stand in. */
const colour = /^#?[0-9a-f]{6}$/i
const tokenText = /^[\x21-\x7e]{1,8192}$/

const asText = (value: unknown, form: RegExp): string | undefined =>
  typeof value === 'string' && form.test(value) ? value : undefined

/** A colour that the page around names, as `#rrggbb`; undefined for everything else. */
export const colourOf = (value: unknown): string | undefined => {
  const text = asText(value, colour)
  return text && `#${text.replace('#', '').toLowerCase()}`
}

export const lookOf = ({ accent, theme }: { readonly accent?: unknown; readonly theme?: unknown }): Look => {
  const chosen = themeChoices.find((choice) => choice === theme)
  const shown = colourOf(accent)
  return { ...(shown && { accent: shown }), ...(chosen && { theme: chosen }) }
}

const signOnToken = ({ token, jwt }: { readonly token?: unknown; readonly jwt?: unknown }): SignOnToken | undefined => {
  const [session, signed] = [asText(token, tokenText), asText(jwt, tokenText)]
  if (session !== undefined) return { token: session }
  return signed === undefined ? undefined : { jwt: signed }
}

interface Trusted {
  /** The origins that the server lists. */
  readonly origins: readonly string[]
  /** The window around this frame. */
  readonly parent: unknown
}

/** The content of a message. Undefined unless it comes from the window around, and that shows a page of a listed origin. */
export const hostMessage = (
  { origin, source, data }: Pick<MessageEvent<unknown>, 'origin' | 'source' | 'data'>,
  trusted: Trusted,
): HostMessage | undefined => {
  if (source === null || source !== trusted.parent || !trusted.origins.includes(origin)) return undefined
  if (typeof data !== 'object' || data === null) return undefined
  const { type, ...rest } = data as Record<string, unknown>
  if (type === 'parley:signOut') return { type }
  if (type === 'parley:look') return { type, look: lookOf(rest) }
  const given = type === 'parley:token' ? signOnToken(rest) : undefined
  return given && typeof rest.id === 'string' ? { type: 'parley:token', id: rest.id, given } : undefined
}
