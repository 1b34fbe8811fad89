import { BlockParser } from './blocks'
import type { Meter } from './meter'
import { type Block, plainTree } from './tree'

/** Every line of a list or a broken paragraph is a node. A message with more lines than this is one text instead. */
const maxLines = 400

/**
 * Parses a message's text into the Markdown subset that chats show: CommonMark and GFM without HTML, headings, tables,
 * pictures and reference links. It takes time linear in the length of the text and never throws.
 * @param meter counts the characters that are read
 */
export const parseMarkdown = (source: string, meter: Meter = { reads: 0 }): readonly Block[] => {
  const lines = source.split(/\r\n|\r|\n/)
  if (lines.length > maxLines) return plainTree(source)
  const tree = new BlockParser(lines, { meter, depth: 0 }).parse()
  return tree.length > 0 ? tree : plainTree(source)
}
