import { limits } from '@parley/protocol/limits'
import type { Block, Inline } from '@parley/protocol/markdown/tree'

/** A user name after `@`, or the word for everyone, outside words and addresses. */
const written = /(^|[^\w.@])@([a-z][\w.]*|所有人)/gi

/** The words that mention everyone after `@`, in any language of the interface. */
export const everyoneWords: readonly string[] = ['all', '所有人']

/** The position of a mention in a text, including the `@`. */
export interface MentionWord<Who> {
  readonly from: number
  readonly to: number
  readonly who: Who
}

/**
 * The mentions in a text of people whom `find` finds by user name. A full stop after a mention may belong to the
 * sentence.
 */
export const mentionWords = <Who>(text: string, find: (name: string) => Who | undefined): MentionWord<Who>[] =>
  [...text.matchAll(written)].flatMap(({ index, 1: before = '', 2: word = '' }) => {
    const from = index + before.length
    // Longer words are no user names, so the dots of "@bob........" aren't tried one by one from the end.
    let name = word.slice(0, limits.usernameMaxChars).toLowerCase()
    if (name.length < word.length && !/^\.*$/.test(word.slice(name.length))) return []
    while (name.endsWith('.') && find(name) === undefined) name = name.slice(0, -1)
    const who = find(name)
    return who === undefined ? [] : [{ from, to: from + 1 + name.length, who }]
  })

const textsOf = (nodes: readonly Inline[]): string[] =>
  nodes.flatMap((node) => {
    if (node.kind === 'text') return node.text
    return 'children' in node && node.kind !== 'link' ? textsOf(node.children) : []
  })

/** The plain text in a message, without code and links, which never mention people. */
export const plainTexts = (blocks: readonly Block[]): string[] =>
  blocks.flatMap((block) => {
    if (block.kind === 'paragraph') return textsOf(block.children)
    if (block.kind === 'quote') return plainTexts(block.children)
    return block.kind === 'list' ? block.items.flatMap(({ children }) => plainTexts(children)) : []
  })
