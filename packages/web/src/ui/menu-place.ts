/** The gap between a menu and the edge of the window, and between a menu and its subject. */
const gapPx = 8
/** Beside a high subject, less space than this isn't enough for any menu. */
const leastPx = 120

interface Shape {
  readonly items: number
  readonly groups: number
  readonly strip: boolean
  readonly coarse: boolean
}

/** The height of a menu, as in its styles. */
export const menuHeightPx = ({ items, groups, strip, coarse }: Shape): number => {
  const linePx = coarse ? 44 : 36
  return 8 + items * linePx + groups * 9 + (strip ? linePx + 9 : 0)
}

interface Span {
  readonly top: number
  readonly bottom: number
}

export type MenuSide =
  /** Below or above its subject. */
  | { readonly how: 'beside'; readonly about: Span }
  /** On the side with more space, covering as little as possible of its subject. */
  | { readonly how: 'over'; readonly about: Span; readonly side: 'top' | 'bottom' }
  /** At the place where it was opened, since its subject fills the window. */
  | { readonly how: 'there' }

/** Places a menu of that height, so that as much as possible of its subject stays visible. */
export const menuSide = (about: Span, heightPx: number, windowPx: number): MenuSide => {
  const seen = { top: Math.max(0, about.top), bottom: Math.min(windowPx, about.bottom) }
  const [above, below] = [seen.top - gapPx, windowPx - seen.bottom - gapPx]
  const needsPx = heightPx + gapPx
  if (Math.max(above, below) >= needsPx) return { how: 'beside', about: seen }
  if (Math.max(above, below) < leastPx) return { how: 'there' }
  return { how: 'over', about: seen, side: below >= above ? 'bottom' : 'top' }
}
