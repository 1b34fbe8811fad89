import { expect, test } from 'bun:test'
import { type ChatId, type MessageId, newUuidV7, type UserId } from '@parley/protocol'
import type { Access } from '../chats/access'
import type { Caller } from '../lib/caller'
import type { NewMessage } from '../storage/schema'
import { Messages, type MessagesOptions } from './messages'

const chatId = newUuidV7() as ChatId
const access: Access = {
  ...{ chatId, chatKey: 1, kind: 'group', aclRev: 1, open: true, member: true },
  ...{ mutedAll: false, dissolved: false, mutedUntil: 0, moderates: false },
  ...{ visibleFrom: 1, visibleTo: Number.MAX_SAFE_INTEGER },
}

/** Lookups that are answered when the test says so, as several connections to a database may, and a store that takes notes. */
const scene = () => {
  const lookups: PromiseWithResolvers<Access>[] = []
  const stored: string[] = []
  let known: Access | undefined
  const options = {
    directChats: 'everyone',
    access: {
      find: () => {
        if (known) return known
        const lookup = Promise.withResolvers<Access>()
        lookups.push(lookup)
        return lookup.promise
      },
    },
    database: {
      now: () => 0,
      append: async ({ body }: NewMessage) => {
        stored.push(body.type === 'text' ? body.text : body.type)
        return { outcome: 'added', message: {} }
      },
    },
  } as unknown as MessagesOptions
  const messages = new Messages(options)
  const caller = { userKey: 7, userId: newUuidV7() as UserId } as unknown as Caller
  const send = (text: string) =>
    messages.send(caller, { id: newUuidV7() as MessageId, chatId, body: { type: 'text', text } })
  return { lookups, stored, send, remember: () => (known = access) }
}

test('[DL6] a send whose lookup is answered late is not overtaken by a later one', async () => {
  const { lookups, stored, send, remember } = scene()
  const first = send('first')
  const second = send('second')
  // What is known by now helps nobody who came after one that waits.
  remember()
  const third = send('third')
  for (const lookup of lookups.toReversed()) lookup.resolve(access)
  await Promise.all([first, second, third])
  expect(stored).toEqual(['first', 'second', 'third'])
  const fourth = send('fourth')
  expect(stored).toEqual(['first', 'second', 'third', 'fourth'])
  await fourth
})

test('a lookup that fails refuses its own send alone', async () => {
  const { lookups, stored, send, remember } = scene()
  const first = send('first')
  remember()
  const second = send('second')
  lookups[0]?.reject(new Error('gone'))
  expect(first).rejects.toThrow('gone')
  await second
  expect(stored).toEqual(['second'])
})
