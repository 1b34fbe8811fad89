import { limits } from '@parley/protocol/limits'
import type { Block, Inline } from './tree'

/** A user name behind `@`, or the word for everybody; not within a word or an address. */
const written = /(^|[^\w.@])@([a-z][\w.]*|所有人)/gi

/** Stand for everybody behind `@`, in whatever language one writes. */
export const everybodysWords: readonly string[] = ['all', '所有人']

/** Where a text names somebody, the sign included. */
export interface MentionWord<Who> {
  readonly from: number
  readonly to: number
  readonly who: Who
}

/** The words of a text that name somebody whom `find` finds by a user name. A full stop behind it may belong to the sentence. */
export const mentionWords = <Who>(text: string, find: (name: string) => Who | undefined): MentionWord<Who>[] =>
  [...text.matchAll(written)].flatMap(({ index, 1: before = '', 2: word = '' }) => {
    const from = index + before.length
    // Longer words are no user names: the dots of "@bob........" aren't tried one by one from their end.
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

/** The plain text in a message: nobody is named in code or in links. */
export const plainTexts = (blocks: readonly Block[]): string[] =>
  blocks.flatMap((block) => {
    if (block.kind === 'paragraph') return textsOf(block.children)
    if (block.kind === 'quote') return plainTexts(block.children)
    return block.kind === 'list' ? block.items.flatMap(plainTexts) : []
  })
