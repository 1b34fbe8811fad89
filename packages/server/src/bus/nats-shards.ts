import type { Recount } from './bus'
import { ownerOfTopic, type Scope, SHARDS, shardOf } from './nats-subjects'

const scopes = ['chat', 'user'] as const satisfies readonly Scope[]
const slotOf = (topic: string): number | undefined => {
  const place = ownerOfTopic(topic)
  return place && scopes.indexOf(place.scope) * SHARDS + shardOf(place.id)
}

export interface ShardsOptions {
  /** Subscribes a shard; returns the way to let it go. */
  readonly subscribe: (scope: Scope, shard: number) => () => void
  /** A shard was added. */
  readonly onAdded: () => void
}

/** The shards that a node hears: those in which it wants something, and until the next recount those in which it did. */
export class Shards {
  private readonly held = new Map<number, () => void>()
  /** The slots named since the recount under way began. */
  private counted: Set<number> | undefined

  constructor(private readonly options: ShardsOptions) {}

  get size(): number {
    return this.held.size
  }

  subscribe(topic: string): void {
    const slot = slotOf(topic)
    if (slot === undefined) return
    this.counted?.add(slot)
    if (this.held.has(slot)) return
    const scope = scopes[Math.floor(slot / SHARDS)] ?? 'chat'
    this.held.set(slot, this.options.subscribe(scope, slot % SHARDS))
    this.options.onAdded()
  }

  /** A later recount takes the place of one that was not finished. */
  recount(): Recount {
    const counted = new Set<number>()
    this.counted = counted
    return {
      keep: (topic) => {
        const slot = slotOf(topic)
        if (slot !== undefined) counted.add(slot)
      },
      finish: () => {
        if (this.counted !== counted) return
        this.counted = undefined
        this.keepOnly(counted)
      },
    }
  }

  private keepOnly(counted: ReadonlySet<number>): void {
    for (const [slot, letGo] of this.held) {
      if (counted.has(slot)) continue
      this.held.delete(slot)
      letGo()
    }
  }
}
