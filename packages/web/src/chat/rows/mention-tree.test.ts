import { expect, test } from 'bun:test'
import { bob, carol } from '../../testing/client-state'
import { parseMarkdown } from '../markdown/parse'
import type { Block, Inline } from '../markdown/tree'
import { withMentions } from './mention-tree'

const ids = new Map([bob, carol].map((id) => [id as string, id]))

/** Whom a text shows as named, in its order. */
const named = (text: string, all = false): string[] => {
  const found: string[] = []
  const shows = (who: string, words: string): Inline => {
    found.push(`${words} is ${who}`)
    return { kind: 'text', text: words }
  }
  withMentions(parseMarkdown(text), { ids, all }, shows)
  return found
}

test('whom a message names is shown in emphasis, quotes and lists, too', () => {
  for (const text of ['hi @bob', '**hi @bob**', '*~~@bob~~*', '> hi @bob', '- one\n- hi @bob', '1. > @bob'])
    expect(named(text)).toEqual(['@bob is bob'])
})

test('in code nobody is named, nor whom the message does not name', () => {
  expect(named('`@bob` and\n\n```\n@bob\n```')).toEqual([])
  expect(named('@dave and bob')).toEqual([])
})

test('everybody is named by a message that says so', () => {
  expect(named('@all and @carol')).toEqual(['@carol is carol'])
  expect(named('@all and @carol', true)).toEqual(['@all is all', '@carol is carol'])
})

test('what stands around names stays', () => {
  const texts = (blocks: readonly Block[]) =>
    blocks
      .flatMap((block) => (block.kind === 'paragraph' ? block.children : []))
      .map((node) => (node.kind === 'text' ? node.text : '?'))
  const shown = withMentions(parseMarkdown('a @bob b @carol c'), { ids, all: false }, (_who, text) => ({
    kind: 'text',
    text: `<${text}>`,
  }))
  expect(texts(shown).join('')).toBe('a <@bob> b <@carol> c')
})
