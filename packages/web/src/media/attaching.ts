import type { ChatId, Mentions, ReplyTo } from '@parley/protocol'
import type { AttachedFile, Client, NewVideo } from '@parley/sdk/api'
import type { T } from '../i18n/catalog'
import { loadOrUndefined } from '../lib/load-with-retry'
import { toast } from '../ui'
import { type Attached, attachedStore, attachedTo, putAttached, restored } from './attached-store'
import { sentName } from './file-name'
import { type HowToSend, messagesOf } from './messages-of'
import { prepareAttachment } from './prepare-attachment'

/** The maximum number of files beside one composer. */
const attachedMax = 30
/** Errors cut longer names. */
const shownNameChars = 60
let keys = 0

/** Waiting files survive a reload. If the device has no space left, they stay only in this tab. */
const keep = (client: Client, chatId: ChatId): void => {
  const { items, asFiles } = attachedTo(chatId)
  const files = items.map(
    ({ file: { bytes, name } }): AttachedFile => ({ bytes, name, ...(asFiles && { asFile: true }) }),
  )
  client.attach(chatId, files).catch(() => undefined)
}

/** The preview of a picture or a video. */
const previewOf = (visual: NonNullable<Attached['visual']>): string | undefined => {
  const bytes = visual.type === 'video' ? visual.poster?.bytes : visual.bytes
  return bytes && URL.createObjectURL(bytes)
}

/** Changes one waiting file. Does nothing after its removal. */
const putItem = (chatId: ChatId, changed: Attached): void =>
  putAttached(chatId, { items: attachedTo(chatId).items.map((one) => (one.key === changed.key ? changed : one)) })

/** Converts a video that some browsers can't play. Without the code for it, or after an error, it stays as it is. */
const convert = async (chatId: ChatId, item: Attached, video: NewVideo): Promise<void> => {
  const isWanted = () => attachedTo(chatId).items.some(({ key }) => key === item.key)
  const onProgress = (converted: number) => putItem(chatId, { ...item, converted })
  const loaded = await loadOrUndefined(() => import('./convert-video'))
  const visual = await loaded?.convertVideo(video, { isWanted, onProgress }).catch(() => undefined)
  const { reading: _, ...read } = item
  putItem(chatId, { ...read, visual: visual ?? video })
}

/**
 * Adds files to the list at once. Then finds out what each can be sent as, and shows it. Videos that some browsers can't
 * play are converted after that.
 */
const add = async (chatId: ChatId, files: readonly AttachedFile[]): Promise<void> => {
  const added = files.map(
    ({ bytes, name }): Attached => ({
      key: ++keys,
      file: { type: 'file', bytes, name },
      reading: true,
    }),
  )
  putAttached(chatId, { items: [...attachedTo(chatId).items, ...added] })
  const videos: (readonly [Attached, NewVideo])[] = []
  for (const { key, file } of added) {
    const visual = await prepareAttachment(file)
    if (!attachedTo(chatId).items.some((one) => one.key === key)) continue
    const known: Attached = { key, file, ...(visual && { visual, url: previewOf(visual) }) }
    if (visual?.type !== 'video') putItem(chatId, known)
    else {
      const unconverted: Attached = { ...known, reading: true }
      putItem(chatId, unconverted)
      videos.push([unconverted, visual])
    }
  }
  for (const [item, video] of videos) await convert(chatId, item, video)
}

/** Shows files that were stored before a reload. */
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

/** Puts files beside the composer and opens the sheet for them. Shows an error for each file that can't be sent. */
export const pick = async ({ t, client, chatId }: Pick, files: readonly File[]): Promise<void> => {
  const full = files.filter(({ size }) => size > 0)
  for (const { name } of files.filter(({ size }) => size === 0))
    toast(t('fileEmpty', { name: name.slice(0, shownNameChars) }), { kind: 'danger' })
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

/** Removes a file from beside the composer, or all files without `key`. */
export const detach = (client: Client, chatId: ChatId, key?: number): void => {
  const { items } = attachedTo(chatId)
  forget(items.filter((one) => key === undefined || one.key === key))
  putAttached(chatId, { items: key === undefined ? [] : items.filter((one) => one.key !== key) })
  keep(client, chatId)
}

/** Moves a file to another position, counted from 0. */
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

interface AttachedText {
  readonly text: string
  readonly replyTo: ReplyTo | undefined
  readonly naming: Mentions
}

/**
 * Sends the waiting files with the text as caption. If the text is too long for that, it follows as a message.
 * @returns false without waiting files
 */
export const sendAttached = (client: Client, chatId: ChatId, { text, replyTo, naming }: AttachedText): boolean => {
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
