import { expect, test } from 'bun:test'
import { parseMarkdown } from '@parley/protocol/markdown/parse'
import type { Block, Inline } from '@parley/protocol/markdown/tree'
import { bob, carol } from '../../testing/client-state'
import { withMentions } from './mention-tree'

const ids = new Map([bob, carol].map((id) => [id as string, id]))

/** The mentions that a text shows, in order. */
const named = (text: string, all = false): string[] => {
  const found: string[] = []
  const shows = (who: string, words: string): Inline => {
    found.push(`${words} is ${who}`)
    return { kind: 'text', text: words }
  }
  withMentions(parseMarkdown(text), { ids, all }, shows)
  return found
}

test('mentions are shown also in emphasis, quotes and lists', () => {
  for (const text of ['hi @bob', '**hi @bob**', '*~~@bob~~*', '> hi @bob', '- one\n- hi @bob', '1. > @bob'])
    expect(named(text)).toEqual(['@bob is bob'])
})

test("neither code nor names that the message doesn't mention become mentions", () => {
  expect(named('`@bob` and\n\n```\n@bob\n```')).toEqual([])
  expect(named('@dave and bob')).toEqual([])
})

test('"everyone" is a mention only if the message says so', () => {
  expect(named('@all and @carol')).toEqual(['@carol is carol'])
  expect(named('@all and @carol', true)).toEqual(['@all is all', '@carol is carol'])
})

test('the text around mentions stays', () => {
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
