import { expect, test } from 'bun:test'
import type { ChatId, UserId } from '@parley/protocol'
import { Pending } from './pending'

const user = (name: string) => ({ id: name as UserId, username: name, name, rev: 1 })

test('rows of two lives of the database are never written together, and drafts of any life are', () => {
  const pending = new Pending()
  pending.add({ epoch: 'first', users: [user('alice')], drafts: [['chat' as ChatId, { text: 'half a thought' }]] })
  pending.add({ epoch: 'second', users: [user('bob')] })
  expect([...pending.users.keys()]).toEqual(['bob' as UserId])
  expect([pending.epoch, pending.drafts.size]).toEqual(['second', 1])
})
