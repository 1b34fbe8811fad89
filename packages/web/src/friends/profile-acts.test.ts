import { expect, test } from 'bun:test'
import type { ChatId } from '@parley/protocol'
import { mainActs, moreActs, noteAuthor, type RelationTo, relationText } from './profile-acts'

const [chat, other] = ['chat' as ChatId, 'other' as ChatId]
const relationTo = (more: Partial<RelationTo>): RelationTo => ({
  ...{ relation: 'none', blocked: false, reachable: false, chatId: undefined },
  ...more,
})
const relations = ['self', 'none', 'requested', 'received', 'friends'] as const

test('strangers can be added, requests withdrawn, and blocked people first need unblocking', () => {
  const acts = (more: Partial<RelationTo>) => mainActs(relationTo(more), undefined)
  expect(relations.map((relation) => acts({ relation }))).toEqual([['editProfile'], ['add'], ['withdraw'], [], []])
  for (const relation of ['none', 'requested', 'friends'] as const)
    expect(acts({ relation, blocked: true })).toEqual(['unblock'])
})

test("the message button leads to a chat that exists and isn't on screen, else to a new one if possible", () => {
  const leads = (more: Partial<RelationTo>, open?: ChatId) =>
    mainActs(relationTo({ relation: 'friends', ...more }), open).includes('message')
  expect([leads({ chatId: chat }), leads({ chatId: chat }, other), leads({ chatId: chat }, chat)]).toEqual([
    true,
    true,
    false,
  ])
  expect([leads({ reachable: true }, other), leads({ reachable: false })]).toEqual([true, false])
  expect(leads({ reachable: true, chatId: chat }, chat)).toBe(false)
})

test('friends have a remark and can be removed, and anyone but the viewer can be blocked once and reported', () => {
  expect(relations.map((relation) => moreActs({ relation, blocked: false }))).toEqual([
    [],
    ...[
      ['block', 'report'],
      ['block', 'report'],
      ['block', 'report'],
      ['remark', 'remove', 'block', 'report'],
    ],
  ] as ReturnType<typeof moreActs>[])
  expect(moreActs({ relation: 'friends', blocked: true })).toEqual(['remark', 'remove', 'report'])
  expect(moreActs({ relation: 'none', blocked: true })).toEqual(['report'])
})

test('a profile shows blocked people, friends, requests, and strangers where it matters', () => {
  const words = (open: boolean) => relations.map((relation) => relationText({ relation, blocked: false }, { open }))
  expect(words(false)).toEqual([undefined, 'stranger', 'requested', undefined, 'friends'])
  expect(words(true)).toEqual([undefined, undefined, 'requested', undefined, 'friends'])
  expect(relationText({ relation: 'friends', blocked: true }, { open: true })).toBe('blocked')
})

test("the note of a request counts as the viewer's until there is a response", () => {
  const whose = relations.map((relation) => noteAuthor({ relation, blocked: false }, 'hello'))
  expect(whose).toEqual(['theirs', 'theirs', 'own', undefined, 'theirs'])
  expect(noteAuthor({ relation: 'friends', blocked: true }, 'hello')).toBeUndefined()
  expect(noteAuthor({ relation: 'friends', blocked: false }, undefined)).toBeUndefined()
})
