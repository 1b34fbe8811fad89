import type { UserId } from '@parley/protocol'
import { everybodysWords, mentionWords } from '../markdown/mention-words'
import type { Block, Inline } from '../markdown/tree'

/** How a name in a text is shown. */
type Shows = (who: UserId | 'all', text: string) => Inline
type Change = (text: string) => Inline[]

const inInlines = (nodes: readonly Inline[], change: Change): Inline[] =>
  nodes.flatMap((node): Inline[] => {
    if (node.kind === 'text') return change(node.text)
    if (node.kind === 'strong' || node.kind === 'em' || node.kind === 'del')
      return [{ ...node, children: inInlines(node.children, change) }]
    return [node]
  })

const inBlocks = (blocks: readonly Block[], change: Change): Block[] =>
  blocks.map((block) => {
    if (block.kind === 'paragraph') return { ...block, children: inInlines(block.children, change) }
    if (block.kind === 'quote') return { ...block, children: inBlocks(block.children, change) }
    if (block.kind === 'list') return { ...block, items: block.items.map((item) => inBlocks(item, change)) }
    return block
  })

interface Named {
  /** Those whom a message names, by user name. */
  readonly ids: ReadonlyMap<string | undefined, UserId>
  /** It names everybody. */
  readonly all: boolean
}

/** A text in which those whom its message names are shown as such, wherever they stand; not in code and in links. */
export const withMentions = (tree: readonly Block[], { ids, all }: Named, shows: Shows): Block[] => {
  const find = (name: string) => (all && everybodysWords.includes(name) ? 'all' : ids.get(name))
  return inBlocks(tree, (text) => {
    const parts: Inline[] = []
    let at = 0
    for (const { from, to, who } of mentionWords(text, find)) {
      parts.push({ kind: 'text', text: text.slice(at, from) }, shows(who, text.slice(from, to)))
      at = to
    }
    return [...parts, { kind: 'text', text: text.slice(at) }]
  })
}
