import type { BusMessage } from './bus'

/** Subjects that are routed by interest; all others go to every node. */
export type Scope = 'chat' | 'user'
export interface TopicOwner {
  readonly scope: Scope
  readonly id: string
}

/** Few enough that a node can subscribe all of them, and enough that a small node hears little that it does not want. */
export const SHARDS = 1024

/** FNV-1a over the id: every node and every version must find the same. */
export const shardOf = (id: string): number => {
  let hash = 0x811c9dc5
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193)
  return (hash >>> 0) % SHARDS
}

/** The subject of a topic; undefined for a topic without a chat or user. */
export const ownerOfTopic = (topic: string): TopicOwner | undefined => {
  const at = topic.indexOf(':')
  const id = topic.slice(at + 1)
  switch (topic.slice(0, at)) {
    case 'chat':
    case 'head':
      return { scope: 'chat', id }
    case 'user':
      return { scope: 'user', id }
  }
  return undefined
}

const placeOfMessage = (message: BusMessage): TopicOwner | undefined => {
  if (message.kind === 'chat') return { scope: 'chat', id: message.chatId }
  if (message.kind === 'user' || message.kind === 'connections') return { scope: 'user', id: message.userId }
  return message.kind === 'ephemeral' ? ownerOfTopic(message.topic) : undefined
}

/** The subjects of one installation; its name keeps two of them on one NATS apart. */
export class Subjects {
  private readonly prefix: string

  /** @throws {TypeError} when the name cannot stand in a subject */
  constructor(installation: string) {
    if (!/^[\w-]+$/.test(installation)) throw new TypeError('an installation is named by letters, digits, _ and -')
    this.prefix = `parley.${installation}`
  }

  /** The target of a message; undefined for one without possible recipients. */
  of(message: BusMessage): string | undefined {
    if (message.kind === 'ended' || message.kind === 'presence' || message.kind === 'flood')
      return this.everywhere(message.kind)
    const place = placeOfMessage(message)
    return place && `${this.prefix}.${place.scope}.${shardOf(place.id)}.${place.id}`
  }

  /** Subjects that every node receives. */
  everywhere(kind: 'ended' | 'presence' | 'flood'): string {
    return `${this.prefix}.${kind}`
  }

  /** Everything in one shard. */
  shard(scope: Scope, shard: number): string {
    return `${this.prefix}.${scope}.${shard}.*`
  }

  /** The subject of calls for a role. */
  call(role: string): string {
    return `${this.prefix}.call.${role}`
  }
}

/** The id at the end of a subject: a node reads nothing else of unneeded messages. */
export const idOf = (subject: string): string => subject.slice(subject.lastIndexOf('.') + 1)
