import type { UserId } from '@parley/protocol'
import type { Block, Inline } from '@parley/protocol/markdown/tree'
import { everyoneWords, mentionWords } from '../../markdown/mention-words'

/** How a mention in a text is shown. */
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
    if (block.kind === 'list')
      return { ...block, items: block.items.map((item) => ({ ...item, children: inBlocks(item.children, change) })) }
    return block
  })

interface Named {
  /** The people whom a message mentions, by user name. */
  readonly ids: ReadonlyMap<string | undefined, UserId>
  /** The message mentions everyone. */
  readonly all: boolean
}

/** Marks the mentions of a message in its text, except in code and links. */
export const withMentions = (tree: readonly Block[], { ids, all }: Named, shows: Shows): Block[] => {
  const find = (name: string) => (all && everyoneWords.includes(name) ? 'all' : ids.get(name))
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
