import { expect, test } from 'bun:test'
import type { ChatId, Member, UserId } from '@parley/protocol'
import { changeMember, pendingMembers, withPending } from './pending-members'

const [chatId, userId] = ['chat' as ChatId, 'bob' as UserId]
const row: Member = { chatId, userId, rev: 3, role: 'member', joinedSeq: 1, visibleFrom: 1 }
const shown = (held: Member = row) => withPending(pendingMembers.getState(), held)
const later = () => Promise.withResolvers<Member | undefined>()

test('the effect of an action on a member shows at once, and the response until the delta arrives', async () => {
  const [role, mute] = [later(), later()]
  const acts = [
    changeMember({ chatId, userId, to: { role: 'admin' } }, role.promise),
    changeMember({ chatId, userId, to: { mutedUntil: 9 } }, mute.promise),
  ]
  expect(shown()).toEqual({ ...row, role: 'admin', mutedUntil: 9 })
  role.resolve({ ...row, rev: 4, role: 'admin' })
  await acts[0]
  expect(shown()).toEqual({ ...row, rev: 4, role: 'admin', mutedUntil: 9 })
  mute.resolve({ ...row, rev: 5, role: 'admin', mutedUntil: 12 })
  await acts[1]
  expect(shown()).toEqual({ ...row, rev: 5, role: 'admin', mutedUntil: 12 })
  // The newer row wins.
  const newer: Member = { ...row, rev: 6 }
  expect(shown(newer)).toEqual(newer)
})

test('a failed action is reverted, and other pending ones stay', async () => {
  const [gone, mute] = [later(), later()]
  const refused = changeMember({ chatId, userId, to: { leftSeq: 0 } }, gone.promise)
  const muting = changeMember({ chatId, userId, to: { mutedUntil: 9 } }, mute.promise)
  const held: Member = { ...row, rev: 7 }
  expect(shown(held)).toEqual({ ...held, leftSeq: 0, mutedUntil: 9 })
  gone.reject(new Error('forbidden'))
  await expect(refused).rejects.toThrow('forbidden')
  expect(shown(held)).toEqual({ ...held, mutedUntil: 9 })
  mute.resolve(undefined)
  await muting
  expect(shown(held)).toEqual(held)
})
