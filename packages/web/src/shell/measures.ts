/** Widths that the chat list can have on wide screens, in px. */
export const listWidths = { min: 264, usual: 320, max: 420 } as const

/** The nearest width that the list can have. */
export const fittedListWidth = (px: number): number =>
  Math.round(Math.min(listWidths.max, Math.max(listWidths.min, px)))

/** The width that was remembered as text; the usual one for none and for anything that is no number. */
export const rememberedListWidth = (text: string | undefined): number =>
  fittedListWidth(Number(text) || listWidths.usual)

/** Smaller differences are browser bars, not keyboards. */
const keyboardMinPx = 60

/**
 * How much of the page an on-screen keyboard covers, in px; 0 while somebody has zoomed in.
 * @param viewport the visual viewport
 */
export const keyboardInsetPx = (
  viewport: { readonly scale: number; readonly height: number; readonly offsetTop: number },
  pageHeightPx: number,
): number => {
  const covered = viewport.scale === 1 ? pageHeightPx - viewport.height - viewport.offsetTop : 0
  return covered > keyboardMinPx ? Math.round(covered) : 0
}
