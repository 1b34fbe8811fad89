/** Names under which a machine reaches only itself. */
const localHost = /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/** Whether a link points to the machine that opens it, so that it works on no other. */
export const isLocalLink = (url: string): boolean => URL.canParse(url) && localHost.test(new URL(url).hostname)

/** The same link at another origin. */
export const linkAt = (url: string, origin: string): string => {
  const { pathname, search, hash } = new URL(url)
  return `${origin}${pathname}${search}${hash}`
}
