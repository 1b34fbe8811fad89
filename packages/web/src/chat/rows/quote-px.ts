/**
 * The height that a quote adds to a row, as in its style. It is the same for all content, so that loading moves
 * nothing.
 */
export const quotePx = 48

/** The height that the label of a forwarded message adds, as in its style. */
export const forwardedPx = 20
