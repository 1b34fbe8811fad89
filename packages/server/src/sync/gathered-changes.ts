import type { ChatDelta } from '@parley/protocol'
import type { Clock, Timer } from '../lib/clock'
import { notification } from '../lib/notification'

export interface GatheredChangesOptions {
  readonly clock: Clock
  readonly publish: (topic: string, frame: string) => void
}

interface Gathering {
  /** Waiting deltas, as frames. */
  frames: string[]
  timer: Timer
}

/** One frame of a gathered kind for each chat in this time. */
const GATHER_MS = 1_000

/**
 * Frames for all watchers of a large chat. Changes of its members alone go out at most once a second: the first at
 * once, later ones as one delta. All other frames go out at once, after the waiting ones, to keep the order of revs.
 */
export class GatheredChanges {
  private readonly topics = new Map<string, Gathering>()

  constructor(private readonly options: GatheredChangesOptions) {}

  publish(topic: string, { frame, gathers }: { readonly frame: string; readonly gathers?: true }): void {
    const gathering = this.topics.get(topic)
    if (gathers && gathering) {
      gathering.frames.push(frame)
      return
    }
    this.flush(topic)
    this.options.publish(topic, frame)
    if (gathers) this.topics.set(topic, { frames: [], timer: this.arm(topic) })
  }

  /** Sends the waiting deltas of a chat's topic: the next frame, and new subscriptions, come after them. */
  flush(topic: string): void {
    const gathering = this.topics.get(topic)
    if (!gathering || gathering.frames.length === 0) return
    const { frames } = gathering
    gathering.frames = []
    for (const frame of together(frames)) this.options.publish(topic, frame)
  }

  stop(): void {
    for (const [topic, { timer }] of this.topics) {
      this.flush(topic)
      this.options.clock.clearTimeout(timer)
    }
    this.topics.clear()
  }

  private arm(topic: string): Timer {
    return this.options.clock.setTimeout(() => {
      const gathering = this.topics.get(topic)
      if (!gathering) return
      if (gathering.frames.length === 0) this.topics.delete(topic)
      else gathering.timer = this.arm(topic)
      this.flush(topic)
    }, GATHER_MS)
  }
}

/** Combines consecutive deltas into one; with a gap between them, leaves them as they are. */
const together = (frames: readonly string[]): readonly string[] => {
  const deltas = frames.map((frame) => (JSON.parse(frame) as { params: ChatDelta }).params)
  const [first] = deltas
  const last = deltas.at(-1)
  const isWhole = deltas.every(({ from }, at) => at === 0 || from <= (deltas[at - 1]?.rev ?? 0))
  if (!first || !last || first === last || !isWhole) return frames
  const chat = deltas.findLast((delta) => delta.chat)?.chat
  const messages = deltas.flatMap((delta) => delta.messages ?? [])
  const members = newest(
    deltas.flatMap((delta) => delta.members ?? []),
    ({ userId }) => userId,
  )
  const users = newest(
    deltas.flatMap((delta) => delta.users ?? []),
    ({ id }) => id,
  )
  const delta: ChatDelta = {
    chatId: first.chatId,
    from: first.from,
    rev: last.rev,
    members,
    ...(chat && { chat }),
    ...(messages.length > 0 && { messages }),
    ...(users.length > 0 && { users }),
  }
  return [notification('chat.delta', delta)]
}

/** The last row of each id. */
const newest = <Row>(rows: readonly Row[], idOf: (row: Row) => string): Row[] => [
  ...new Map(rows.map((row) => [idOf(row), row])).values(),
]
