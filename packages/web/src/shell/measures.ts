/** The limits and the default of the chat list's width on wide screens, in px. */
export const listWidths = { min: 264, usual: 320, max: 420 } as const

/** The nearest allowed width of the list. */
export const fittedListWidth = (px: number): number =>
  Math.round(Math.min(listWidths.max, Math.max(listWidths.min, px)))

/** Parses the stored width. Returns the default if it is missing or no number. */
export const rememberedListWidth = (text: string | undefined): number =>
  fittedListWidth(Number(text) || listWidths.usual)

/** Smaller differences are browser bars, not keyboards. */
const keyboardMinPx = 60

/**
 * How much of the page an on-screen keyboard covers, in px. 0 while the page is zoomed in.
 * @param viewport the visual viewport
 */
export const keyboardInsetPx = (
  viewport: { readonly scale: number; readonly height: number; readonly offsetTop: number },
  pageHeightPx: number,
): number => {
  const covered = viewport.scale === 1 ? pageHeightPx - viewport.height - viewport.offsetTop : 0
  return covered > keyboardMinPx ? Math.round(covered) : 0
}
