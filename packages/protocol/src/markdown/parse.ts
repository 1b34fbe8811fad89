import { BlockParser, withoutGapAtEnd } from './blocks'
import { linesOf } from './lines'
import type { Meter } from './meter'
import { type Block, plainTree } from './tree'

/**
 * Every line of a list or of a paragraph with line breaks is a node. A message with more lines than this is one text
 * instead.
 */
const maxLines = 400

/**
 * Parses a message's text into the marks that chats show, by the rules of docs/decisions/0025-formatting.md. Every
 * character is in the tree, or is a mark that formats something. Takes time linear in the length of the text and never
 * throws.
 * @param meter counts the characters that are read, and optionally lists the marks
 */
export const parseMarkdown = (source: string, meter: Meter = { reads: 0 }): readonly Block[] => {
  const lines = linesOf(source)
  if (lines.length > maxLines) return plainTree(source)
  const tree = withoutGapAtEnd(new BlockParser(lines, { meter, depth: 0 }).parse())
  return tree.length > 0 ? tree : plainTree(source)
}
