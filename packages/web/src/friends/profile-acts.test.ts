import { expect, test } from 'bun:test'
import type { ChatId } from '@parley/protocol'
import { mainActs, moreActs, noteOf, type StandingTo, standingWord } from './profile-acts'

const [chat, other] = ['chat' as ChatId, 'other' as ChatId]
const standing = (more: Partial<StandingTo>): StandingTo => ({
  ...{ relation: 'none', blocked: false, reachable: false, chatId: undefined },
  ...more,
})
const relations = ['self', 'none', 'requested', 'received', 'friends'] as const

test('a stranger is added, a request withdrawn, somebody blocked unblocked before all else', () => {
  const acts = (more: Partial<StandingTo>) => mainActs(standing(more), undefined)
  expect(relations.map((relation) => acts({ relation }))).toEqual([['editProfile'], ['add'], ['withdraw'], [], []])
  for (const relation of ['none', 'requested', 'friends'] as const)
    expect(acts({ relation, blocked: true })).toEqual(['unblock'])
})

test('a message leads to the chat that is there and not on screen, else to one that may be begun', () => {
  const leads = (more: Partial<StandingTo>, open?: ChatId) =>
    mainActs(standing({ relation: 'friends', ...more }), open).includes('message')
  expect([leads({ chatId: chat }), leads({ chatId: chat }, other), leads({ chatId: chat }, chat)]).toEqual([
    true,
    true,
    false,
  ])
  expect([leads({ reachable: true }, other), leads({ reachable: false })]).toEqual([true, false])
  expect(leads({ reachable: true, chatId: chat }, chat)).toBe(false)
})

test('friends have a remark and can be removed, everybody but the viewer can be blocked once', () => {
  expect(relations.map((relation) => moreActs({ relation, blocked: false }))).toEqual([
    [],
    ...[['block'], ['block'], ['block'], ['remark', 'remove', 'block']],
  ] as ReturnType<typeof moreActs>[])
  expect(moreActs({ relation: 'friends', blocked: true })).toEqual(['remark', 'remove'])
  expect(moreActs({ relation: 'none', blocked: true })).toEqual([])
})

test('a profile says that somebody is blocked, a friend, asked, or a stranger where that matters', () => {
  const words = (open: boolean) => relations.map((relation) => standingWord({ relation, blocked: false }, { open }))
  expect(words(false)).toEqual([undefined, 'stranger', 'requested', undefined, 'friends'])
  expect(words(true)).toEqual([undefined, undefined, 'requested', undefined, 'friends'])
  expect(standingWord({ relation: 'friends', blocked: true }, { open: true })).toBe('blocked')
})

test('the words of a request are the viewer’s until it was answered', () => {
  const whose = relations.map((relation) => noteOf({ relation, blocked: false }, 'hello'))
  expect(whose).toEqual(['theirs', 'theirs', 'own', undefined, 'theirs'])
  expect(noteOf({ relation: 'friends', blocked: true }, 'hello')).toBeUndefined()
  expect(noteOf({ relation: 'friends', blocked: false }, undefined)).toBeUndefined()
})
