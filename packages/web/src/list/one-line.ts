/** Text as one line, without the marks of markdown. */
export const oneLine = (text: string): string =>
  text
    .slice(0, 300)
    .replace(/```\w*|[*_~]{2}|`/g, '')
    .replace(/^\s*(>|#{1,6}|[-*+])\s+/gm, '')
    .replace(/\s+/g, ' ')
    .trim()
