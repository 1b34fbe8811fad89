import type { ChatId } from '@parley/protocol/ids'
import { Latencies } from '../lib/latencies'
import type { CpuOf } from '../lib/process-stats'
import { eachOf, sleep } from '../lib/wait'
import { emptyCounts, hangUp } from './direct-ws'
import { connect, type Place, Receiver, Sender } from './member'
import { type Measured, measureWindow, type Span } from './window'

export interface RoomLoad extends Span {
  chatId: ChatId
  /** Everybody in the room, each with one connection. The first `publishers` of them write. */
  places: readonly Place[]
  publishers: number
  inFlight: number
  textBytes: number
  cpu: CpuOf
  /** Calls `chats.watch` first, which channels want. */
  watch: boolean
}

/** A room in which some write and everybody reads; deliveries are counted at every socket, the writers' own included. */
export const room = async (load: RoomLoad): Promise<Measured> => {
  const counts = emptyCounts()
  const acks = new Latencies()
  const lines = await eachOf(load.places, 64, async (place, index) => {
    const receiver = index < load.publishers ? new Sender(counts, acks, load) : new Receiver(counts, load.chatId)
    const peer = await connect(place, receiver)
    if (load.watch) await peer.call('chats.watch', { chatId: load.chatId })
    return { receiver, peer }
  })
  for (const { receiver, peer } of lines) if (receiver instanceof Sender) receiver.start(peer)
  const measured = await measureWindow({ counts, acks, cpu: load.cpu }, load)
  for (const { receiver } of lines) if (receiver instanceof Sender) receiver.stop()
  await sleep(500)
  hangUp(lines)
  return measured
}
