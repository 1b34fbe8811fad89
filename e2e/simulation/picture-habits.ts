import { type MediaId, type MessageId, newUuidV7 } from '@parley/protocol'
import type { Choices } from './choices'
import type { Device } from './device'
import type { PictureLog } from './picture-log'

/** What people do with pictures, and how often. */
const habits = {
  sendPicture: 7,
  retractPicture: 4,
  look: 7,
  pry: 3,
  misuse: 9,
  showAvatar: 2,
} as const

/** Pictures that somebody who pries asks for at once. */
const priedAtOnce = 10
const startMs = Date.UTC(2026, 0, 1)

/** Refusals and breaks are part of life. */
const ignore = (doing: Promise<unknown>): void => void doing.catch(() => {})

/** One person's doings with pictures on one device. */
export class PictureHabits {
  constructor(
    private readonly device: Device,
    private readonly choices: Choices,
    private readonly log: PictureLog,
  ) {}

  /** Does something. */
  step(): void {
    this[this.device.random.weighted(habits)]()
  }

  private sendPicture(): void {
    const chat = this.choices.anyChat((entry) => entry.writeRefused === undefined)
    if (chat) this.device.sendPicture(chat.id, this.choices.naming(chat))
  }

  private retractPicture(): void {
    const row = this.choices.anyRow((message, me) => message.body.type === 'image' && message.senderId === me)
    if (row) ignore(this.device.client.retract(row.chatId, row.id))
  }

  private look(): void {
    const row = this.choices.anyRow(({ body }) => body.type === 'image')
    if (row?.body.type === 'image') this.device.look(row.body.mediaId)
  }

  private pry(): void {
    ignore(this.device.pry(this.device.random.shuffle(this.log.known).slice(0, priedAtOnce)))
  }

  /** Sends a picture that may be anybody's, sent or not, now and then elsewhere or under the id of an own message. */
  private misuse(): void {
    const { account, client, random } = this.device
    const { mediaId, chatId: its } = random.pick(this.log.sendableBy(account.userId))
    const used = random.chance(0.2) ? this.choices.anyRow(({ senderId }, me) => senderId === me) : undefined
    const chatId = used?.chatId ?? (random.chance(0.8) ? its : this.choices.anyChat()?.id)
    const id = used?.id ?? (newUuidV7(startMs, random.fill) as MessageId)
    if (chatId) ignore(client.call('messages.send', { id, chatId, body: { type: 'image', mediaId } }))
  }

  /** Of the person, or of a group. */
  private showAvatar(): void {
    const { client, random } = this.device
    const chatId = random.chance(0.5) ? this.choices.anyGroup() : undefined
    const show = async (avatar: MediaId | null) =>
      chatId ? client.call('groups.update', { chatId, avatar }) : client.call('accounts.update', { avatar })
    ignore(random.chance(0.2) ? show(null) : this.device.uploadAvatar().then(show))
  }
}
