import { expect, test } from 'bun:test'
import { type ChatId, newUuidV7, type Params } from '@parley/protocol'
import { TestApp } from '../testing/test-app'

type Wanted = Omit<Params<'groups.update'>, 'chatId'>

/** Changes of one setting each; `round` makes them differ from earlier ones. */
const settings = (round: number): Wanted[] => [
  { name: `Boats ${round}` },
  { about: `About ${round}` },
  { announcement: `News ${round}` },
  { joinPolicy: round % 2 === 0 ? 'open' : 'approval' },
  { historyVisible: round % 2 === 0 },
  { slowModeMs: round * 1_000 },
  { maxMembers: 100 + round },
]

/** Every combination of them. */
const combinations = (): Wanted[] =>
  Array.from({ length: 2 ** settings(0).length - 1 }, (_, at) =>
    Object.assign({}, ...settings(at + 1).filter((_, bit) => (at + 1) & (1 << bit))),
  )

test('any change of a group runs the same few queries', async () => {
  const texts = new Set<string>()
  await using app = await TestApp.start({ onQuery: ({ sql }) => texts.add(sql) })
  const alice = await app.person('alice')
  const chatId = newUuidV7() as ChatId
  let { chat } = await alice.call('groups.create', { id: chatId, name: 'Boats', userIds: [] })
  for (const wanted of combinations()) {
    const { rev: _, seq: __, ...before } = chat
    chat = await alice.call('groups.update', { chatId, ...wanted })
    expect(chat).toMatchObject({ ...before, ...wanted })
  }
  expect([...texts].filter((text) => text.startsWith('update "chats"')).length).toBeLessThan(8)
})
