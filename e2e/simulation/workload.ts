import type { ChatEntry, Timeline } from '@parley/sdk'
import { Choices } from './choices'
import type { Account, Device } from './device'
import { PictureActions } from './picture-actions'
import type { PictureChecker } from './picture-checker'

/** Actions of users, and their frequencies. */
const actionWeights = {
  write: 40,
  burst: 5,
  edit: 5,
  retract: 5,
  hide: 3,
  react: 5,
  openTimeline: 10,
  scroll: 8,
  pageBack: 3,
  jump: 4,
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
  revoke: 1,
  signOut: 1,
  close: 1,
  watch: 8,
  unwatch: 1,
  show: 5,
  idle: 3,
  withPictures: 32,
} as const

/** The probability that a user who is away returns in a step. */
const returnChance = 0.25

/** Refusals and disconnections are normal. Only the final data matters here, not the responses. */
const ignore = (doing: Promise<unknown>): void => void doing.catch(() => {})

const loadPages = async (timeline: Timeline, pages: number): Promise<void> => {
  for (let at = 0; at < pages; at++) await timeline.loadBefore()
}

interface Surroundings {
  readonly devices: readonly Device[]
  readonly pictures: PictureChecker
  readonly cut: (device: Device) => void
}

/** One user's actions on one device, step by step. */
export class Workload {
  private written = 0
  private readonly choices: Choices
  private readonly pictureActions: PictureActions

  constructor(
    private readonly device: Device,
    private readonly accounts: readonly Account[],
    private readonly around: Surroundings,
  ) {
    this.choices = new Choices(device, accounts)
    this.pictureActions = new PictureActions(device, this.choices, around.pictures)
  }

  /** Performs one action. */
  step(): void {
    const { random, isOut } = this.device
    if (!isOut) this[random.weighted(actionWeights)]()
    else if (random.chance(returnChance)) this.device.reopen()
  }

  private write(): void {
    const chat = this.choices.anyChat((entry) => entry.writeRefused === undefined)
    if (chat) this.device.send(chat.id, `${this.device.name} ${++this.written}`, this.choices.someMentions(chat))
  }

  private burst(): void {
    const chat = this.choices.anyChat((entry) => entry.writeRefused === undefined)
    const count = this.device.random.between(2, 12)
    for (let at = 0; chat && at < count; at++) this.device.send(chat.id, `${this.device.name} ${++this.written}`)
  }

  private edit(): void {
    const row = this.choices.anyRow((message, me) => message.senderId === me && message.body.type === 'text')
    const body = { type: 'text' as const, text: `${this.device.name} changed ${++this.written}` }
    const chat = row && this.device.client.state.get().chats.get(row.chatId)
    if (chat) ignore(this.device.client.edit(row.chatId, row.id, { ...body, ...this.choices.someMentions(chat) }))
  }

  /** Retracts an own message, or another's where the user is a moderator or believes so. */
  private retract(): void {
    const anybodys = this.device.random.chance(0.4)
    const row = this.choices.anyRow((message, me) => anybodys || message.senderId === me)
    if (row) ignore(this.device.client.retract(row.chatId, row.id))
  }

  private hide(): void {
    const row = this.choices.anyRow(() => true)
    if (row) ignore(this.device.client.hide(row.chatId, [row.id]))
  }

  private react(): void {
    const { client, random } = this.device
    const row = this.choices.anyRow(() => true)
    const reaction = { emoji: random.pick(['👍', '🎉', '🔥'] as const), on: random.chance(0.7) }
    if (row) ignore(client.react(row.chatId, row.id, reaction))
  }

  private openTimeline(): void {
    const chat = this.choices.anyChat()
    if (!chat || this.device.timelines.size >= 3) return
    const timeline = this.device.client.timeline(chat.id)
    this.device.timelines.add(timeline)
    ignore(timeline.show(this.somewhere(chat)))
  }

  private somewhere({ chat }: ChatEntry) {
    const { random } = this.device
    const seq = random.between(1, Math.max(1, chat.seq))
    return random.pick(['latest', 'first_unread', { seq }] as const)
  }

  /** Jumps to another part of an open history, possibly while an earlier request is pending. */
  private jump(): void {
    const timeline = this.choices.anyTimeline()
    const chat = timeline && this.device.client.state.get().chats.get(timeline.chatId)
    if (chat) ignore(timeline.show(this.somewhere(chat)))
  }

  /** Scrolls up page by page, to the beginning or until another command. */
  private pageBack(): void {
    const timeline = this.choices.anyTimeline()
    const pages = this.device.random.between(2, 5)
    if (timeline) ignore(loadPages(timeline, pages))
  }

  private scroll(): void {
    const timeline = this.choices.anyTimeline()
    if (!timeline) return
    ignore(this.device.random.chance(0.6) ? timeline.loadBefore() : timeline.loadAfter())
  }

  private read(): void {
    const timeline = this.choices.anyTimeline()
    const rows = timeline?.state.get().rows.flatMap(({ seq }) => (seq === undefined ? [] : [seq])) ?? []
    if (rows.length > 0) timeline?.markRead(this.device.random.pick(rows))
  }

  private closeTimeline(): void {
    const timeline = this.choices.anyTimeline()
    if (!timeline) return
    this.device.timelines.delete(timeline)
    timeline.close()
  }

  private direct(): void {
    ignore(this.device.client.openDirect(this.device.random.pick(this.accounts).userId))
  }

  private createGroup(): void {
    ignore(this.device.client.createGroup(`group of ${this.device.name}`, this.choices.somePeople()))
  }

  private invite(): void {
    const chatId = this.choices.anyGroup()
    const userIds = this.choices.somePeople()
    if (chatId && userIds.length > 0) ignore(this.device.client.call('groups.invite', { chatId, userIds }))
  }

  private leave(): void {
    const chatId = this.choices.anyGroup()
    if (chatId) ignore(this.device.client.call('groups.leave', { chatId }))
  }

  /** Group management by admins, and sometimes by members without permission. */
  private lead(): void {
    const { client, random } = this.device
    const chatId = this.choices.anyGroup()
    const userId = random.pick(this.accounts).userId
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
    const chat = this.choices.anyChat()
    if (chat) this.device.client.typing(chat.id)
  }

  private reload(): void {
    this.device.reload()
  }

  private cutOff(): void {
    this.around.cut(this.device)
  }

  /** Ends a session of the user's devices, sometimes of this one. */
  private revoke(): void {
    const { account, client, random } = this.device
    const own = this.around.devices.filter((device) => device.account === account && device.hasNextSession)
    if (own.length > 0) ignore(client.call('sessions.revoke', { sessionId: random.pick(own).session.sessionId }))
  }

  private close(): void {
    this.device.close()
  }

  private watch(): void {
    for (const { userId } of this.accounts) if (this.device.random.chance(0.7)) this.device.watch(userId)
  }

  private unwatch(): void {
    this.device.unwatch(this.device.random.pick(this.accounts).userId)
  }

  /** Changes the user's presence, or makes them invisible. */
  private show(): void {
    const { client, random, name } = this.device
    const status = random.pick(['online', 'away', 'dnd', 'invisible', 'invisible'] as const)
    const text = status === 'invisible' || random.chance(0.5) ? {} : { text: `${name} ${random.between(1, 9)}` }
    ignore(client.call('presence.set', { status, ...text }))
  }

  private idle(): void {
    this.device.setIdle(this.device.random.chance(0.6))
  }

  private withPictures(): void {
    this.pictureActions.step()
  }

  private signOut(): void {
    if (this.device.hasNextSession) ignore(this.device.signOut())
  }
}
