import { createMemoryStore } from '../store/memory'
import { twoPeople } from './people'

/** bob's timeline of a chat in which alice wrote `said` messages before he came. */
export const openTimeline = async (said: number) => {
  const all = twoPeople()
  for (let at = 0; at < said; at++) all.server.say(all.chatId, all.alice)
  const store = createMemoryStore()
  const his = await all.live(all.bob, { store })
  const timeline = his.timeline(all.chatId)
  const done = async (work: Promise<void>) => {
    await all.clock.pass(10)
    await work
  }
  return { ...all, store, his, timeline, done }
}
