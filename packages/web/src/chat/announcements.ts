/** The minimum time between two announcements. */
export const announceEveryMs = 1_000

/** One incoming message, in the form that is announced. */
export interface IncomingMessage {
  readonly name: string
  readonly text: string
}

/** The forms of an announcement: one message in full, several from one sender, or from several senders. */
export type Announcement =
  | { readonly kind: 'one'; readonly name: string; readonly text: string }
  | { readonly kind: 'many-from'; readonly name: string; readonly count: number }
  | { readonly kind: 'many'; readonly count: number }

const longest = 200

/** One announcement for all messages since the previous one. */
export const announcementOf = (incoming: readonly IncomingMessage[]): Announcement | undefined => {
  const [first] = incoming
  if (!first) return undefined
  if (incoming.length === 1) return { kind: 'one', name: first.name, text: first.text.slice(0, longest) }
  if (incoming.every(({ name }) => name === first.name))
    return { kind: 'many-from', name: first.name, count: incoming.length }
  return { kind: 'many', count: incoming.length }
}
