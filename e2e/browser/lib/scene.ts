import { screenOf } from './screen'
import type { Fixtures } from './test'

/**
 * Alice and Bob, with their direct chat on Alice's screen.
 * @param said Bob's earlier messages
 */
export const aliceWithBob = async ({ browsers, cast }: Pick<Fixtures, 'browsers' | 'cast'>, ...said: string[]) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  for (const text of said) await bob.send(chatId, text)
  const page = await browsers.open(alice, `/c/${chatId}`)
  return { alice, bob, chatId, page, screen: screenOf(page) }
}
