import type { ChatId, Mentions, ReplyTo } from '@parley/protocol'
import type { AttachedFile, Client } from '@parley/sdk/api'
import type { T } from '../i18n/catalog'
import { toast } from '../ui'
import { type Attached, attachedStore, attachedTo, putAttached, restored } from './attached-store'
import { sentName } from './file-name'
import { type HowToSend, messagesOf } from './messages-of'
import { prepareAttachment } from './prepare-attachment'

/** Files that wait beside one composer. */
const attachedMax = 30
/** Longer names are cut in what is said about them. */
const saidLetters = 60
let keys = 0

/** What waits survives a reload. A device without room keeps it in this tab alone. */
const keep = (client: Client, chatId: ChatId): void => {
  const { items, asFiles } = attachedTo(chatId)
  const files = items.map(
    ({ file: { bytes, name } }): AttachedFile => ({ bytes, name, ...(asFiles && { asFile: true }) }),
  )
  client.attach(chatId, files).catch(() => undefined)
}

/** What a picture or a video looks like. */
const previewOf = (visual: NonNullable<Attached['visual']>): string | undefined => {
  const bytes = visual.type === 'video' ? visual.poster?.bytes : visual.bytes
  return bytes && URL.createObjectURL(bytes)
}

/** Adds files, shows them at once, and finds out what each can be sent as. */
const add = async (chatId: ChatId, files: readonly AttachedFile[]): Promise<void> => {
  const added = files.map(
    ({ bytes, name }): Attached => ({
      key: ++keys,
      file: { type: 'file', bytes, name },
      reading: true,
      ...(bytes.type.startsWith('image/') && { url: URL.createObjectURL(bytes) }),
    }),
  )
  putAttached(chatId, { items: [...attachedTo(chatId).items, ...added] })
  for (const { key, file, url } of added) {
    const visual = await prepareAttachment(file)
    if (url) URL.revokeObjectURL(url)
    if (!attachedTo(chatId).items.some((one) => one.key === key)) continue
    const known: Attached = { key, file, ...(visual && { visual, url: previewOf(visual) }) }
    putAttached(chatId, { items: attachedTo(chatId).items.map((one) => (one.key === key ? known : one)) })
  }
}

/** Shows files that were kept from before a reload. */
export const restore = (chatId: ChatId, files: readonly AttachedFile[]): void => {
  if (attachedTo(chatId).items.length > 0) return
  void add(chatId, files)
  putAttached(chatId, { asFiles: files.every(({ asFile }) => asFile) })
}

interface Pick {
  readonly t: T
  readonly client: Client
  readonly chatId: ChatId
}

/** Puts files beside the composer and opens the sheet for them; says of each that cannot be sent why. */
export const pick = async ({ t, client, chatId }: Pick, files: readonly File[]): Promise<void> => {
  const full = files.filter(({ size }) => size > 0)
  for (const { name } of files.filter(({ size }) => size === 0))
    toast(t('fileEmpty', { name: name.slice(0, saidLetters) }), { kind: 'danger' })
  const room = attachedMax - attachedTo(chatId).items.length
  if (full.length > room) toast(t('filesAtMost', { count: attachedMax }), { kind: 'danger' })
  if (full.length === 0 || room <= 0) return
  restored.add(chatId)
  const adding = add(
    chatId,
    full.slice(0, room).map((bytes) => ({ bytes, name: sentName(bytes.name) || t('unnamedFile') })),
  )
  attachedStore.setState({ sheet: chatId })
  keep(client, chatId)
  await adding
}

const forget = (items: readonly Attached[]): void => {
  for (const { url } of items) if (url) URL.revokeObjectURL(url)
}

/** Takes files away from beside the composer; all of them without `key`. */
export const detach = (client: Client, chatId: ChatId, key?: number): void => {
  const { items } = attachedTo(chatId)
  forget(items.filter((one) => key === undefined || one.key === key))
  putAttached(chatId, { items: key === undefined ? [] : items.filter((one) => one.key !== key) })
  keep(client, chatId)
}

/** Moves a file to another place, counted from 0. */
export const moveTo = (client: Client, chatId: ChatId, { key, to }: { key: number; to: number }): void => {
  const { items } = attachedTo(chatId)
  const moved = items.find((one) => one.key === key)
  if (!moved) return
  putAttached(chatId, { items: items.filter((one) => one !== moved).toSpliced(to, 0, moved) })
  keep(client, chatId)
}

export const chooseHow = (client: Client, chatId: ChatId, how: Partial<HowToSend>): void => {
  putAttached(chatId, how)
  keep(client, chatId)
}

interface Said {
  readonly text: string
  readonly replyTo: ReplyTo | undefined
  readonly naming: Mentions
}

/**
 * Sends what waits beside the composer, with the text under it, or after it when it is too long for that.
 * @returns false when nothing waits
 */
export const sendAttached = (client: Client, chatId: ChatId, { text, replyTo, naming }: Said): boolean => {
  const { items, ...how } = attachedTo(chatId)
  if (items.length === 0) return false
  const { media, captioned, after } = messagesOf(items, text, how)
  media.forEach((one, at) => {
    client.sendMedia(chatId, one, { ...(at === 0 && { replyTo }), ...(at === captioned && naming) })
  })
  if (after !== undefined) client.send(chatId, { type: 'text', text: after }, naming)
  detach(client, chatId)
  return true
}
