const allowed = new Set(['http:', 'https:', 'mailto:', 'tel:'])

/**
 * The normalised address of a safe link, or undefined. Only absolute http, https, mailto and tel addresses are safe.
 */
export const safeHref = (href: string): string | undefined => {
  if (!URL.canParse(href)) return undefined
  const url = new URL(href)
  return allowed.has(url.protocol) ? url.href : undefined
}
