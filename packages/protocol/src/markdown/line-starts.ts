/** The starts of lines in a message: quotes, lists, code blocks or none of them. */
export const isBlank = (line: string): boolean => line.trim() === ''

const quoteStart = /^ {0,3}>(?: |$)/
/**
 * The number of characters that a quote marker takes at the start of a line. 0 without one. `>:(` and `>_<` are
 * emoticons.
 */
export const quoteWidth = (line: string): number => quoteStart.exec(line)?.[0].length ?? 0

/** The first line of a code block. Tildes don't start one, since chats use them to draw lines and prolong words. */
export interface Fence {
  /** Position of the backticks. Lines of code lose the same indent, or none if text precedes the backticks. */
  readonly at: number
  readonly indent: number
  readonly length: number
  /** The text after the backticks: a language, or the first line of code. */
  readonly info: string
}

const fenceStart = /^( {0,3})(`{3,})([^`]*)$/

export const fenceAt = (line: string): Fence | undefined => {
  const found = fenceStart.exec(line)
  if (!found) return undefined
  const [, indent = '', sign = '', info = ''] = found
  return { at: indent.length, indent: indent.length, length: sign.length, info }
}

/** The fence after the text of a line: `Try this: ```sql`. */
export const fenceBehind = (line: string): Fence | undefined => {
  const at = line.indexOf('`')
  const end = line.lastIndexOf('`') + 1
  const isOneRun = end - at >= 3 && line.slice(at, end) === '`'.repeat(end - at)
  return isOneRun && !isBlank(line.slice(0, at))
    ? { at, indent: 0, length: end - at, info: line.slice(end) }
    : undefined
}

/** The backticks at the end of a line. */
export const backticksBehind = (line: string): { at: number; length: number } => {
  const { length } = line.trimEnd()
  let at = length
  while (line.charAt(at - 1) === '`') at--
  return { at, length: length - at }
}

/** The start of the fence that ends a code block on this line, alone or after code. Undefined if there is none. */
export const closesAt = (fence: Fence, line: string): number | undefined => {
  const { at, length } = backticksBehind(line)
  return length >= fence.length ? at : undefined
}

/** A line that starts a list item. */
export interface ItemStart {
  /** The bullet, or the number and its punctuation, as typed. */
  readonly sign: string
  /** Items of one list have the same: the bullet, or the punctuation after the number. */
  readonly sort: string
  readonly number: number | undefined
  /** Position of the marker. */
  readonly lead: number
  /** Lines indented by this much belong to the item. */
  readonly indent: number
  readonly rest: string
}

const start = /^( {0,3})([-*+]|\d{1,9}[.)])(?:( {1,4}(?! )|[ \t])(.*)|$)/
const rule = /^ {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$/

export const itemAt = (line: string): ItemStart | undefined => {
  // A line of three or more of these characters is a drawn line, not a list. It stays text.
  const found = rule.test(line) ? null : start.exec(line)
  if (!found) return undefined
  const [, lead = '', sign = '', gap = ' ', rest = ''] = found
  const isNumber = sign.length > 1
  return {
    sign,
    sort: sign.slice(-1),
    number: isNumber ? Number.parseInt(sign, 10) : undefined,
    lead: lead.length,
    indent: lead.length + sign.length + gap.length,
    rest,
  }
}

/** Whether a list can start in the middle of a paragraph. "1986." at the start of a line is a year. */
export const interrupts = ({ rest, number }: ItemStart): boolean =>
  !isBlank(rest) && (number === undefined || number < 1_000)

const escapedStart = /^ {0,3}(?:\d{1,9})?\\/

/** Position of a backslash that prevents the line from starting a quote, list or code block. */
export const escapeAt = (line: string): number | undefined => {
  const found = escapedStart.exec(line)
  if (!found) return undefined
  const at = found[0].length - 1
  const bare = line.slice(0, at) + line.slice(at + 1)
  const item = itemAt(bare)
  return quoteWidth(bare) > 0 || fenceAt(bare) || (item && !isBlank(item.rest)) ? at : undefined
}
