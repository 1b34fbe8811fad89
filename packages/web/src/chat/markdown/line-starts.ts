/** What a line of a message starts: a quote, a list, a code block or none of them. */
export const isBlank = (line: string): boolean => line.trim() === ''
export const quoteStart = /^ {0,3}>(?: |$)/
export const quoteSign = /^ {0,3}> ?/
const fenceStart = /^( {0,3})(?:(`{3,})([^`]*)|(~{3,})(.*))$/

/** The first line of a code block. */
export interface Fence {
  readonly indent: number
  readonly sign: string
  readonly info: string
}

export const fenceAt = (line: string): Fence | undefined => {
  const found = fenceStart.exec(line)
  if (!found) return undefined
  const [, indent = '', backticks, info, tildes, other] = found
  return { indent: indent.length, sign: backticks ?? tildes ?? '', info: (info ?? other ?? '').trim() }
}

/** Whether a line ends the code block. */
export const closes = ({ sign }: Fence, line: string): boolean => {
  const bare = line.trim()
  return /^ {0,3}[`~]/.test(line) && bare.length >= sign.length && bare === sign.charAt(0).repeat(bare.length)
}

/** A line that starts an item of a list. */
export interface ListItem {
  /** Items of one list have the same sign: the bullet, or what follows the number. */
  readonly sign: string
  readonly number: number | undefined
  /** Lines indented by this much belong to the item. */
  readonly indent: number
  readonly rest: string
}

const start = /^( {0,3})(?:([-*+])|(\d{1,9})([.)]))(?:( {1,4}(?! )|[ \t])(.*)|$)/
const rule = /^ {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$/

/** A line of three or more signs is a drawn line, not a list: it stays text. */
export const isRule = (line: string): boolean => rule.test(line)

export const itemAt = (line: string): ListItem | undefined => {
  const found = isRule(line) ? null : start.exec(line)
  if (!found) return undefined
  const [, lead = '', bullet, digits, behind, gap = ' ', rest = ''] = found
  const signWidth = bullet ? 1 : (digits?.length ?? 0) + 1
  return {
    sign: bullet ?? behind ?? '',
    number: digits === undefined ? undefined : Number(digits),
    indent: lead.length + signWidth + gap.length,
    rest,
  }
}

/** Whether a list starts in the middle of a paragraph: "1986." at the start of a line is a year. */
export const interrupts = ({ rest, number }: ListItem): boolean =>
  !isBlank(rest) && (number === undefined || number === 1)
