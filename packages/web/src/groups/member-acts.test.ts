import { describe, expect, test } from 'bun:test'
import type { ChatId, Member, UserId } from '@parley/protocol'
import { memberActs, type Viewer } from './member-acts'

const member = (role: Member['role'], more: Partial<Member> = {}): Member => ({
  ...{ chatId: 'chat' as ChatId, userId: 'user' as UserId, rev: 1, role, joinedSeq: 0, visibleFrom: 1 },
  ...more,
})
const viewer = (role: Viewer['role'], more: Partial<Viewer> = {}): Viewer => ({
  ...{ role, own: false, dissolved: false, nowMs: 1_000 },
  ...more,
})

describe('the menu of a member', () => {
  test('offers the owner all actions that fit the role', () => {
    expect(memberActs(member('member'), viewer('owner'))).toEqual([
      ...(['nickname', 'makeAdmin', 'transfer', 'mute', 'remove', 'ban'] as const),
    ])
    expect(memberActs(member('admin'), viewer('owner'))).toContain('takeAdmin')
  })

  test('offers admins their actions on members, and none on other admins', () => {
    expect(memberActs(member('member'), viewer('admin'))).toEqual(['nickname', 'mute', 'remove', 'ban'])
    expect(memberActs(member('admin'), viewer('admin'))).toEqual([])
    expect(memberActs(member('owner'), viewer('admin'))).toEqual([])
  })

  test('offers all members their own nickname, and ordinary members no more', () => {
    for (const role of ['owner', 'admin', 'member'] as const)
      expect(memberActs(member(role), viewer(role, { own: true }))).toEqual(['nickname'])
    expect(memberActs(member('member'), viewer('member'))).toEqual([])
  })

  test('offers to unmute while a mute lasts', () => {
    const muted = (mutedUntil: number) => memberActs(member('member', { mutedUntil }), viewer('admin'))
    expect([muted(1_001).includes('unmute'), muted(1_000).includes('unmute')]).toEqual([true, false])
  })

  test('is empty for non-members, in dissolved groups, and for former members', () => {
    expect(memberActs(member('member'), viewer(undefined))).toEqual([])
    expect(memberActs(member('member'), viewer('owner', { dissolved: true }))).toEqual([])
    expect(memberActs(member('member', { leftSeq: 3 }), viewer('owner'))).toEqual([])
  })
})
