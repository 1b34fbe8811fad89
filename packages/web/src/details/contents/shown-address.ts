/** A readable address: `example.com/page`. */
export const shownAddress = (href: string): string => href.replace(/^https?:\/\/(www\.)?/i, '').replace(/\/$/, '')
