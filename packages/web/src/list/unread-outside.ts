/** The first and last entirely visible row of a list. */
export interface RowsInView {
  readonly first: number
  readonly last: number
}

/** The entirely visible rows among rows of equal height, in px. */
export const rowsInView = (
  { scrollTop, clientHeight }: { readonly scrollTop: number; readonly clientHeight: number },
  rowPx: number,
): RowsInView => ({
  first: Math.ceil(scrollTop / rowPx),
  last: Math.floor((scrollTop + clientHeight) / rowPx) - 1,
})

/** Unread chats out of view: the side, the number, and the row of the nearest. Those above take precedence. */
export interface UnreadOutside {
  readonly side: 'above' | 'below'
  readonly count: number
  readonly nearest: number
}

/** @param unread the rows of unread chats, in their order */
export const unreadOutside = (unread: readonly number[], { first, last }: RowsInView): UnreadOutside | undefined => {
  const above = unread.filter((at) => at < first)
  const below = unread.filter((at) => at > last)
  const [up, down] = [above.at(-1), below[0]]
  if (up !== undefined) return { side: 'above', count: above.length, nearest: up }
  return down === undefined ? undefined : { side: 'below', count: below.length, nearest: down }
}
