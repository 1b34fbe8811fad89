/** Where the pictures of a map come from, and whom to thank for them. */
export interface Tiles {
  /** An address with `{z}`, `{x}` and `{y}`, and maybe `{r}` for pictures of a higher resolution. */
  readonly url: string
  readonly attribution: string
}

const placeholders = /\{[^}]*\}/g
const needed = ['{z}', '{x}', '{y}']

/**
 * Whether an address is one of tiles (XYZ): of one host, because the page's security policy allows exactly that one, with
 * zoom, column and row.
 */
export const isTilesUrl = (text: string): boolean => {
  const [, host = ''] = /^https?:\/\/([^/]*)\//.exec(text) ?? []
  if (!/^[\w.-]+(:\d{1,5})?$/.test(host) || /[\s"'<>\\]/.test(text) || !URL.canParse(text.replace(placeholders, '0')))
    return false
  const found = text.match(placeholders) ?? []
  return (
    needed.every((one) => found.filter((other) => other === one).length === 1) &&
    found.every((one) => needed.includes(one) || one === '{r}')
  )
}

/** The origin that the tiles come from. */
export const tilesOrigin = ({ url }: Tiles): string => new URL(url.replace(placeholders, '0')).origin
