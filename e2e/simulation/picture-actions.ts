import { type MediaId, type MessageId, newUuidV7 } from '@parley/protocol'
import type { Choices } from './choices'
import type { Device } from './device'
import type { PictureChecker } from './picture-checker'

/** Actions of users with pictures, and their frequencies. */
const actionWeights = {
  sendPicture: 7,
  retractPicture: 4,
  loadPicture: 7,
  requestUnpermitted: 3,
  misuse: 9,
  showAvatar: 2,
} as const

/** Pictures that a prying user requests at once. */
const requestedAtOnce = 10
const startMs = Date.UTC(2026, 0, 1)

/** Refusals and disconnections are normal. */
const ignore = (doing: Promise<unknown>): void => void doing.catch(() => {})

/** One user's actions with pictures on one device. */
export class PictureActions {
  constructor(
    private readonly device: Device,
    private readonly choices: Choices,
    private readonly log: PictureChecker,
  ) {}

  /** Performs one action. */
  step(): void {
    this[this.device.random.weighted(actionWeights)]()
  }

  private sendPicture(): void {
    const chat = this.choices.anyChat((entry) => entry.writeRefused === undefined)
    if (chat) this.device.sendPicture(chat.id, this.choices.someMentions(chat))
  }

  private retractPicture(): void {
    const row = this.choices.anyRow((message, me) => message.body.type === 'image' && message.senderId === me)
    if (row) ignore(this.device.client.retract(row.chatId, row.id))
  }

  private loadPicture(): void {
    const row = this.choices.anyRow(({ body }) => body.type === 'image')
    if (row?.body.type === 'image') this.device.loadPicture(row.body.mediaId)
  }

  private requestUnpermitted(): void {
    ignore(this.device.requestPictures(this.device.random.shuffle(this.log.known).slice(0, requestedAtOnce)))
  }

  /**
   * Tries to send any user's picture, sent or not. Sometimes it goes to another chat or uses the id of an own message.
   */
  private misuse(): void {
    const { account, client, random } = this.device
    const { mediaId, chatId: its } = random.pick(this.log.sendableBy(account.userId))
    const used = random.chance(0.2) ? this.choices.anyRow(({ senderId }, me) => senderId === me) : undefined
    const chatId = used?.chatId ?? (random.chance(0.8) ? its : this.choices.anyChat()?.id)
    const id = used?.id ?? (newUuidV7(startMs, random.fill) as MessageId)
    if (chatId) ignore(client.call('messages.send', { id, chatId, body: { type: 'image', mediaId } }))
  }

  /** Changes the avatar of the user or of a group. */
  private showAvatar(): void {
    const { client, random } = this.device
    const chatId = random.chance(0.5) ? this.choices.anyGroup() : undefined
    const show = async (avatar: MediaId | null) =>
      chatId ? client.call('groups.update', { chatId, avatar }) : client.call('accounts.update', { avatar })
    ignore(random.chance(0.2) ? show(null) : this.device.uploadAvatar().then(show))
  }
}
