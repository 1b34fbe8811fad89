/** What a quote adds to a row's height, by its style; the same whatever it shows, so that loading it moves nothing. */
export const quotePx = 48

/** What the label of a forwarded message adds, by its style. */
export const forwardedPx = 20
