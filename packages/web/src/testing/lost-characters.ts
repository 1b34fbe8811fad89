import { parseMarkdown } from '@parley/protocol/markdown/parse'
import type { Block, ListItem } from '@parley/protocol/markdown/tree'
import { treeText } from '@parley/protocol/markdown/tree-text'
import { linksOf } from './tree-notation'

/** The possible marks. Each of them formats something visible. */
const marks: readonly RegExp[] = [
  /^[*_~]{1,2}$/,
  /^\\$/,
  /^`+[ \t]*$/,
  /^ {0,3}> ?$/,
  /^(?:[-*+]\s+)?\[[ xX]\] +$/,
  /^\[$/,
  /^\]\(\s*<?$/,
  /^>?\s*\)$/,
]
/** The target of a link, whose address is in the tree. */
const target = /^\]\(\s*(?:<(.*)>|(.*?))\s*\)$/s

/** Items as typed, since boxes replace marks. */
const asTyped = (blocks: readonly Block[]): Block[] =>
  blocks.map((block) => {
    if (block.kind === 'quote') return { ...block, children: asTyped(block.children) }
    if (block.kind !== 'list') return block
    const items = block.items.map(
      ({ sign, checked, children }): ListItem => ({
        sign: checked === undefined || sign.length > 1 ? sign : '',
        children: asTyped(children),
      }),
    )
    return { ...block, items }
  })

const withoutSpace = (text: string): string => text.replace(/\s/g, '')

export interface Losses {
  /** The source without its marks and white space. */
  readonly typed: string
  /** The part of it that the tree shows, without white space. */
  readonly shown: string
  /** Ranges that the parser took for marks, but aren't. */
  readonly odd: readonly string[]
}

/**
 * Compares a text with its tree: `typed` and `shown` must be equal, and `odd` empty. So each character of the source
 * but white space is shown in order, unless it is part of one of the marks above.
 */
export const lossesOf = (source: string): Losses => {
  const taken: [number, number][] = []
  const tree = parseMarkdown(source, { reads: 0, marks: taken })
  const isMark = new Uint8Array(source.length)
  for (const [from, to] of taken) isMark.fill(1, from, to)
  const links = new Set(linksOf(tree))
  const isOdd = (text: string): boolean => {
    if (marks.some((mark) => mark.test(text))) return false
    const [, bracketed, bare] = target.exec(text) ?? []
    const address = (bracketed ?? bare)?.replace(/\\([*_~[\]()`])/g, '$1')
    return address === undefined || !URL.canParse(address) || !links.has(new URL(address).href)
  }
  return {
    typed: withoutSpace(
      source
        .split('')
        .filter((_, at) => !isMark[at])
        .join(''),
    ),
    shown: withoutSpace(treeText(asTyped(tree))),
    odd: taken.map(([from, to]) => source.slice(from, to)).filter(isOdd),
  }
}
