import type { ChatId } from '@parley/protocol/ids'
import { Latencies } from '../lib/latencies'
import type { CpuOf } from '../lib/process-stats'
import { eachOf, sleep } from '../lib/wait'
import { closeAll, emptyCounts } from './direct-ws'
import { type ConnectionTarget, connect, Receiver, Sender } from './member'
import { type Measured, measureWindow, type Span } from './window'

export interface RoomLoad extends Span {
  chatId: ChatId
  /** The members of the room, each with one connection. The first `publishers` of them write. */
  places: readonly ConnectionTarget[]
  publishers: number
  inFlight: number
  textBytes: number
  cpu: CpuOf
  /** Calls `chats.watch` first, as channels require. */
  watch: boolean
}

/**
 * A room in which some members write and all read. Deliveries are counted at every socket, including those of the
 * writers.
 */
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
  closeAll(lines)
  return measured
}
