import type { ChatId, Mentions, Message, UserId } from '@parley/protocol'
import type { ChatEntry, Timeline } from '@parley/sdk'
import type { Account, Device } from './device'

/** The random choices of a user, among the data on their device. */
export class Choices {
  constructor(
    private readonly device: Device,
    private readonly accounts: readonly Account[],
  ) {}

  anyChat(fits: (entry: ChatEntry) => boolean = () => true): ChatEntry | undefined {
    const chats = [...this.device.client.state.get().chats.values()].filter(fits)
    return chats.length > 0 ? this.device.random.pick(chats) : undefined
  }

  anyGroup(): ChatId | undefined {
    return this.anyChat(({ chat }) => chat.kind === 'group')?.id
  }

  anyTimeline(): Timeline | undefined {
    const timelines = [...this.device.timelines]
    return timelines.length > 0 ? this.device.random.pick(timelines) : undefined
  }

  /** A stored message on a screen, or the last message of a chat. */
  anyRow(fits: (message: Message, me: UserId) => boolean): Message | undefined {
    const { client, account } = this.device
    const shown = [...this.device.timelines].flatMap((timeline) => timeline.state.get().rows)
    const last = [...client.state.get().chats.values()].flatMap((entry) => entry.last ?? [])
    const rows = [...shown, ...last].flatMap(({ row }) => (row && fits(row, account.userId) ? [row] : []))
    return rows.length > 0 ? this.device.random.pick(rows) : undefined
  }

  somePeople() {
    return this.accounts.filter(() => this.device.random.chance(0.4)).map(({ userId }) => userId)
  }

  /** Sometimes mentions a present or former member of a chat, or everyone if that is allowed. */
  someMentions({ chat, members, moderates }: ChatEntry): Mentions {
    const { random } = this.device
    if (chat.kind === 'direct' || random.chance(0.6)) return {}
    if (moderates && random.chance(0.3)) return { mentionsAll: true }
    const people = chat.kind === 'channel' ? this.accounts.map(({ userId }) => userId) : [...members.keys()]
    return people.length > 0 ? { mentions: [random.pick(people)] } : {}
  }
}
