const allowed = new Set(['http:', 'https:', 'mailto:', 'tel:'])

/** The normalised address of a link that may be followed, or undefined: only absolute http, https, mailto and tel. */
export const safeHref = (href: string): string | undefined => {
  if (!URL.canParse(href)) return undefined
  const url = new URL(href)
  return allowed.has(url.protocol) ? url.href : undefined
}

const addressLike = /^(?:https?:\/\/|www\.)\S+$|^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:\/\S*)?$/i

/** Whether a label names another host than the one the link leads to: the usual trick to make people trust a link. */
export const isMisleading = (label: string, href: string): boolean => {
  const shown = label.trim()
  if (!addressLike.test(shown)) return false
  const address = /^https?:/i.test(shown) ? shown : `http://${shown}`
  if (!URL.canParse(address) || !URL.canParse(href)) return true
  const bare = (host: string) => host.replace(/^www\./, '')
  return bare(new URL(address).host) !== bare(new URL(href).host)
}
