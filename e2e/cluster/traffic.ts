import { type ChatId, type MessageId, newUuidV7, WORLD_CHAT_ID } from '@parley/protocol'
import type { Client } from '@parley/sdk'
import { eventually } from '@parley/server/src/testing/eventually'
import { converge, openClient } from '../lib/convergence'
import { callHttp, type Person, Refusal, register } from '../lib/people'
import { auditRooms, createRooms, makeSenders, type Room } from '../lib/rooms'
import type { Sender } from '../lib/senders'
import type { Cluster } from './cluster'

const peopleCount = 6
const senderCount = 12
/** Between a response and the next message. Several clusters share this machine. */
const pauseMs = 15
/** How long after the end all clients may take to hold everything. */
export const quietWithinMs = 15_000
/** Presence across nodes may be wrong for as long as a silent node counts as alive. */
const presenceWithinMs = 35_000

/** The cost of a fault. */
export interface FaultReport {
  readonly acknowledged: number
  readonly refusals: number
  readonly secondsToQuiet: number
}

/** A member who leaves a group during a fault. */
class Guest {
  private constructor(
    private readonly cluster: Cluster,
    private readonly person: Person,
    private readonly chatId: ChatId,
  ) {}

  static async invite(cluster: Cluster, host: Person | undefined): Promise<Guest> {
    const person = await register(cluster.url, 'guest')
    const id = newUuidV7() as ChatId
    const params = { id, name: 'for a while', userIds: [person.userId] }
    await callHttp(cluster.url, { method: 'groups.create', params, token: host?.token ?? '' })
    return new Guest(cluster, person, id)
  }

  /** Leaves the group, with retries: a response may be lost with its node. */
  async leave(): Promise<void> {
    const { cluster, person, chatId } = this
    for (;;) {
      try {
        await callHttp(cluster.url, { method: 'groups.leave', params: { chatId }, token: person.token })
        return
      } catch (error) {
        if (error instanceof Refusal && !error.wire.data.retry) {
          if (error.wire.data.code === 'not_a_member') return
          throw error
        }
        await Bun.sleep(50)
      }
    }
  }

  async canWrite(url: string): Promise<boolean> {
    const { person, chatId } = this
    const params = { id: newUuidV7() as MessageId, chatId, body: { type: 'text' as const, text: 'still here' } }
    try {
      await callHttp(url, { method: 'messages.send', params, token: person.token })
      return true
    } catch (error) {
      if (error instanceof Refusal && error.wire.data.code === 'not_a_member') return false
      throw error
    }
  }
}

/** People who write continuously, and one who only reads, during all faults of the nodes. */
export class Traffic implements AsyncDisposable {
  private over = false
  private readonly writing: Promise<unknown>

  private constructor(
    private readonly cluster: Cluster,
    private readonly parts: {
      readonly rooms: readonly Room[]
      readonly guest: Guest
      readonly senders: readonly Sender[]
      readonly watchers: readonly Client[]
    },
  ) {
    this.writing = Promise.all(parts.senders.map((sender) => sender.writeUntil(cluster.url, () => this.over)))
    this.writing.catch(() => {})
  }

  static async start(cluster: Cluster, seed: number): Promise<Traffic> {
    const rooms = await createRooms(cluster.url, peopleCount)
    const senders = makeSenders(rooms, { count: senderCount, seed, pauseMs })
    const watchers = await Promise.all(rooms[0]?.people.map((person) => openClient(cluster.url, person)) ?? [])
    const guest = await Guest.invite(cluster, rooms[0]?.people[0])
    return new Traffic(cluster, { rooms, senders, watchers, guest })
  }

  get acknowledged(): number {
    return this.parts.senders.reduce((sum, sender) => sum + sender.acknowledged, 0)
  }

  private get refusals(): number {
    return this.parts.senders.reduce((sum, sender) => sum + sender.refusals, 0)
  }

  /** A session of one of the people, in turn. */
  tokenOf(number: number): string {
    return this.people[number % this.people.length]?.token ?? ''
  }

  /** Waits until this many more messages are acknowledged. */
  async waitForMessages(count: number): Promise<void> {
    const enough = this.acknowledged + count
    const flowed = eventually(() => this.acknowledged >= enough)
    flowed.catch(() => {})
    await Promise.race([flowed, this.writing.then(() => flowed)])
  }

  /** Causes a fault while people write, and stops the traffic. Returns the cost of the fault. */
  async during(name: string, fault: () => Promise<void>): Promise<FaultReport> {
    await this.waitForMessages(200)
    const before = this.acknowledged
    const leaving = this.parts.guest.leave()
    await fault()
    await leaving
    const acknowledged = this.acknowledged - before
    await this.waitForMessages(200)
    this.over = true
    await this.writing
    const secondsToQuiet = await this.quiet()
    const report = { acknowledged, refusals: this.refusals, secondsToQuiet }
    console.log(
      `cluster: ${name}: ${acknowledged} messages acknowledged during it, ${report.refusals} temporary refusals, ` +
        `quiet after ${secondsToQuiet.toFixed(1)} s`,
    )
    return report
  }

  /** The problems after the traffic has stopped; empty when there are none. */
  async problems(): Promise<string[]> {
    const wrong: string[] = []
    const { guest, rooms, senders } = this.parts
    for (const { url } of this.cluster.nodes) {
      wrong.push(...(await auditRooms(url, rooms, senders)))
      if (await guest.canWrite(url)) wrong.push('a former member can still write in the group')
    }
    return wrong
  }

  /** Resolves when every node counts exactly the connected people. */
  async expectPresence(): Promise<void> {
    const [person] = this.people
    const expected = this.people.length
    const endAt = Date.now() + presenceWithinMs
    for (;;) {
      const counts = await Promise.all(
        this.cluster.nodes.map(async ({ url }) => {
          const params = { chatId: WORLD_CHAT_ID }
          const { count } = await callHttp(url, { method: 'chats.online', params, token: person?.token ?? '' })
          return count
        }),
      )
      if (counts.every((count) => count === expected)) return
      if (Date.now() > endAt) throw new Error(`${counts.join(', ')} people online instead of ${expected}`)
      await Bun.sleep(200)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.over = true
    await this.writing.catch(() => {})
    await Promise.all(this.parts.watchers.map((client) => client.stop()))
  }

  private get people(): readonly Person[] {
    return this.parts.rooms[0]?.people ?? []
  }

  /** Seconds until every long-running client equals a new one. */
  private async quiet(): Promise<number> {
    const since = performance.now()
    await Promise.all(
      this.people.map(async (person, at) => {
        const client = this.parts.watchers[at]
        if (client) await converge(client, this.cluster.url, person)
      }),
    )
    return (performance.now() - since) / 1_000
  }
}
