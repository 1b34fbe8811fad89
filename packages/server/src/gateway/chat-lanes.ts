import type { RpcCall } from './frames'

/**
 * Keeps the calls of one connection about one chat in the order of their arrival. A send has its place as soon as it is
 * started, so many can be pending. A call after one of another kind waits for its end.
 */
export class ChatLanes {
  /** Created with the first call that others must wait for: most connections of a large node have no pending calls. */
  private lanes: Map<string, Promise<unknown>> | undefined

  /** @param oneAtATime whether sends wait for each other as well */
  constructor(private readonly oneAtATime: boolean) {}

  /** Starts a call when its turn has come. */
  run(rpc: RpcCall, start: () => Promise<unknown>): Promise<unknown> {
    const chatId = chatOf(rpc)
    if (chatId === undefined) return start()
    const before = this.lanes?.get(chatId)
    const started = before ? before.then(start, start) : start()
    if (rpc.method === 'messages.send' && !before && !this.oneAtATime) return started
    const lane = started.catch(() => {})
    this.lanes ??= new Map()
    this.lanes.set(chatId, lane)
    void lane.then(() => {
      if (this.lanes?.get(chatId) !== lane) return
      this.lanes.delete(chatId)
      if (this.lanes.size === 0) this.lanes = undefined
    })
    return started
  }
}

/** The chat of a call; a call that creates a group names it by its id. */
const chatOf = ({ method, params }: RpcCall): string | undefined => {
  const { chatId, id } = (params ?? {}) as { chatId?: unknown; id?: unknown }
  const named = method === 'groups.create' ? id : chatId
  return typeof named === 'string' ? named : undefined
}
