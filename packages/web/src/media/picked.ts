import type { ChatId, Mentions, ReplyTo } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import type { Client } from '@parley/sdk/api'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { T } from '../i18n/catalog'
import { toast } from '../ui'
import { persistently } from '../ui/persistently'
import type { PreparedPicture } from './prepare-picture'

/** Pictures that one message round can have. */
const pickedMax = 10

/** A picture that was chosen and waits beside the composer. */
export interface Picked extends PreparedPicture {
  readonly key: number
}

interface PickedState {
  readonly byChat: ReadonlyMap<ChatId, readonly Picked[]>
}

const pickedStore = createStore<PickedState>(() => ({ byChat: new Map() }))
let keys = 0
const none: readonly Picked[] = []

const of = (chatId: ChatId): readonly Picked[] => pickedStore.getState().byChat.get(chatId) ?? none

const put = (chatId: ChatId, picked: readonly Picked[]): void => {
  const byChat = new Map(pickedStore.getState().byChat)
  if (picked.length > 0) byChat.set(chatId, picked)
  else byChat.delete(chatId)
  pickedStore.setState({ byChat })
}

/** What waits beside the composer of a chat. */
export const usePicked = (chatId: ChatId): readonly Picked[] =>
  useStore(pickedStore, ({ byChat }) => byChat.get(chatId) ?? none)

/** Puts files beside the composer, in their order; says of each that cannot be sent why. */
export const pick = async (t: T, chatId: ChatId, files: readonly File[]): Promise<void> => {
  const { preparePicture } = await persistently(() => import('./prepare-picture'))
  const room = pickedMax - of(chatId).length
  if (files.length > room) toast(t('picturesAtMost', { count: pickedMax }), { kind: 'danger' })
  for (const file of files.slice(0, room)) {
    const prepared = await preparePicture(file)
    if (typeof prepared === 'string')
      toast(t(prepared === 'empty' ? 'pictureEmpty' : 'pictureUnsupported', { name: file.name.slice(0, 60) }), {
        kind: 'danger',
      })
    else put(chatId, [...of(chatId), { ...prepared, key: ++keys }])
  }
}

export const unpick = (chatId: ChatId, key: number): void => {
  const gone = of(chatId).find((one) => one.key === key)
  if (gone) URL.revokeObjectURL(gone.url)
  put(
    chatId,
    of(chatId).filter((one) => one !== gone),
  )
}

/**
 * Sends what waits beside the composer. The text goes under the last picture, or after it when it is too long for that.
 * @returns false when there is nothing
 */
export const sendPicked = (
  client: Client,
  chatId: ChatId,
  {
    text,
    replyTo,
    naming,
  }: { readonly text: string; readonly replyTo: ReplyTo | undefined; readonly naming: Mentions },
): boolean => {
  const pictures = of(chatId)
  if (pictures.length === 0) return false
  const under = text !== '' && [...text].length <= limits.captionMaxChars
  pictures.forEach(({ bytes, name, width, height, url }, at) => {
    URL.revokeObjectURL(url)
    const captioned = under && at === pictures.length - 1
    const picture = { bytes, name, width, height, ...(captioned && { caption: text }) }
    client.sendPicture(chatId, picture, { ...(at === 0 && { replyTo }), ...(captioned && naming) })
  })
  if (text !== '' && !under) client.send(chatId, { type: 'text', text }, naming)
  put(chatId, none)
  return true
}
