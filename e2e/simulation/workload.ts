import type { ChatId, Mentions, Message, UserId } from '@parley/protocol'
import type { ChatEntry, Timeline } from '@parley/sdk'
import type { Account, Device } from './device'

/** What people do, and how often. */
const habits = {
  write: 46,
  burst: 5,
  edit: 5,
  retract: 5,
  hide: 3,
  react: 5,
  openTimeline: 10,
  scroll: 12,
  read: 10,
  closeTimeline: 5,
  direct: 4,
  createGroup: 3,
  invite: 4,
  leave: 2,
  lead: 4,
  type: 2,
  reload: 3,
  cutOff: 2,
} as const

/** Refusals and breaks are part of life: what people are told does not matter here, only what is there in the end. */
const ignore = (doing: Promise<unknown>): void => void doing.catch(() => {})

/** One person's doings on one device, a step at a time. */
export class Workload {
  private written = 0

  constructor(
    private readonly device: Device,
    private readonly everybody: readonly Account[],
    private readonly cut: (device: Device) => void,
  ) {}

  /** Does something. */
  step(): void {
    const habit = this.device.random.weighted(habits)
    this[habit]()
  }

  private write(): void {
    const chat = this.anyChat((entry) => entry.writeRefused === undefined)
    if (chat) this.device.send(chat.id, `${this.device.name} ${++this.written}`, this.naming(chat))
  }

  /** Now and then somebody of a chat who is or was there, or everybody, where that is allowed. */
  private naming({ chat, members, moderates }: ChatEntry): Mentions {
    const { random } = this.device
    if (chat.kind === 'direct' || random.chance(0.6)) return {}
    if (moderates && random.chance(0.3)) return { mentionsAll: true }
    const people = chat.kind === 'channel' ? this.everybody.map(({ userId }) => userId) : [...members.keys()]
    return people.length > 0 ? { mentions: [random.pick(people)] } : {}
  }

  private burst(): void {
    const chat = this.anyChat((entry) => entry.writeRefused === undefined)
    const count = this.device.random.between(2, 12)
    for (let at = 0; chat && at < count; at++) this.device.send(chat.id, `${this.device.name} ${++this.written}`)
  }

  private edit(): void {
    const row = this.anyRow((message, me) => message.senderId === me && message.body.type === 'text')
    const body = { type: 'text' as const, text: `${this.device.name} changed ${++this.written}` }
    const chat = row && this.device.client.state.get().chats.get(row.chatId)
    if (chat) ignore(this.device.client.edit(row.chatId, row.id, { ...body, ...this.naming(chat) }))
  }

  /** Of oneself, and where one may moderate, or thinks so, of others. */
  private retract(): void {
    const anybodys = this.device.random.chance(0.4)
    const row = this.anyRow((message, me) => anybodys || message.senderId === me)
    if (row) ignore(this.device.client.retract(row.chatId, row.id))
  }

  private hide(): void {
    const row = this.anyRow(() => true)
    if (row) ignore(this.device.client.hide(row.chatId, [row.id]))
  }

  private react(): void {
    const { client, random } = this.device
    const row = this.anyRow(() => true)
    const reaction = { emoji: random.pick(['👍', '🎉', '🔥'] as const), on: random.chance(0.7) }
    if (row) ignore(client.react(row.chatId, row.id, reaction))
  }

  private openTimeline(): void {
    const chat = this.anyChat()
    if (!chat || this.device.timelines.size >= 3) return
    const timeline = this.device.client.timeline(chat.id)
    this.device.timelines.add(timeline)
    const { random } = this.device
    const seq = random.between(1, Math.max(1, chat.chat.seq))
    ignore(timeline.show(random.pick(['latest', 'first_unread', { seq }] as const)))
  }

  private scroll(): void {
    const timeline = this.anyTimeline()
    if (!timeline) return
    ignore(this.device.random.chance(0.6) ? timeline.loadBefore() : timeline.loadAfter())
  }

  private read(): void {
    const timeline = this.anyTimeline()
    const rows = timeline?.state.get().rows.flatMap(({ seq }) => (seq === undefined ? [] : [seq])) ?? []
    if (rows.length > 0) timeline?.markRead(this.device.random.pick(rows))
  }

  private closeTimeline(): void {
    const timeline = this.anyTimeline()
    if (!timeline) return
    this.device.timelines.delete(timeline)
    timeline.close()
  }

  private direct(): void {
    ignore(this.device.client.openDirect(this.device.random.pick(this.everybody).userId))
  }

  private createGroup(): void {
    ignore(this.device.client.createGroup(`group of ${this.device.name}`, this.somePeople()))
  }

  private invite(): void {
    const chatId = this.anyGroup()
    const userIds = this.somePeople()
    if (chatId && userIds.length > 0) ignore(this.device.client.call('groups.invite', { chatId, userIds }))
  }

  private leave(): void {
    const chatId = this.anyGroup()
    if (chatId) ignore(this.device.client.call('groups.leave', { chatId }))
  }

  /** Of who runs a group, and now and then of who would like to. */
  private lead(): void {
    const { client, random } = this.device
    const chatId = this.anyGroup()
    const userId = random.pick(this.everybody).userId
    if (!chatId) return
    const acts = [
      () => client.call('groups.setRole', { chatId, userId, role: random.pick(['admin', 'member'] as const) }),
      () => client.call('groups.transfer', { chatId, userId }),
      () => client.call('groups.remove', { chatId, userId }),
      () => client.call('groups.mute', { chatId, userId, forMs: random.pick([0, 2_000]) }),
      () => client.call('groups.muteAll', { chatId, muted: random.chance(0.4) }),
      () => client.call('groups.setNickname', { chatId, userId, nickname: `${random.between(1, 9)}` }),
      () => client.call('groups.update', { chatId, slowModeMs: random.pick([0, 0, 500]) }),
    ]
    ignore(random.pick(acts)())
  }

  private type(): void {
    const chat = this.anyChat()
    if (chat) this.device.client.typing(chat.id)
  }

  private reload(): void {
    this.device.reload()
  }

  private cutOff(): void {
    this.cut(this.device)
  }

  private anyChat(fits: (entry: ChatEntry) => boolean = () => true): ChatEntry | undefined {
    const chats = [...this.device.client.state.get().chats.values()].filter(fits)
    return chats.length > 0 ? this.device.random.pick(chats) : undefined
  }

  private anyGroup(): ChatId | undefined {
    return this.anyChat(({ chat }) => chat.kind === 'group')?.id
  }

  private anyTimeline(): Timeline | undefined {
    const timelines = [...this.device.timelines]
    return timelines.length > 0 ? this.device.random.pick(timelines) : undefined
  }

  /** A stored message on a screen, or the last one of a chat. */
  private anyRow(fits: (message: Message, me: UserId) => boolean): Message | undefined {
    const { client, account } = this.device
    const shown = [...this.device.timelines].flatMap((timeline) => timeline.state.get().rows)
    const last = [...client.state.get().chats.values()].flatMap((entry) => entry.last ?? [])
    const rows = [...shown, ...last].flatMap(({ row }) => (row && fits(row, account.userId) ? [row] : []))
    return rows.length > 0 ? this.device.random.pick(rows) : undefined
  }

  private somePeople() {
    return this.everybody.filter(() => this.device.random.chance(0.4)).map(({ userId }) => userId)
  }
}
