import type { ChatId } from '@parley/protocol'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { loadWithTexts } from '../i18n/load-with-texts'
import { useClient } from '../lib/client'
import { type Attachments, attachedStore, none, type Picked, putPicked, restored } from './attached-store'
import type { HowToSend, Outgoing } from './messages-of'

type Attaching = typeof import('./attaching')
/** The code that handles files. It loads with the first files. */
let attaching: Attaching | undefined

const load = async (): Promise<Attaching> => {
  attaching = await loadWithTexts(() => import('./attaching'))
  return attaching
}

/** Puts files beside the composer and opens the sheet for them. Shows an error for each file that can't be sent. */
export const pick = async (...picked: Parameters<Attaching['pick']>): Promise<void> => {
  const [{ chatId }, files] = picked
  if (!attaching) putPicked(chatId, files)
  const loaded = await load()
  putPicked(chatId, [])
  await loaded.pick(...picked)
}

const nothingPicked: readonly Picked[] = []

/** Just chosen files that can't be read yet. */
export const usePicked = (chatId: ChatId): readonly Picked[] =>
  useStore(attachedStore, ({ picked }) => picked.get(chatId) ?? nothingPicked)

/**
 * Sends the waiting files with the text as caption. If the text is too long for that, it follows as a message.
 * @returns false without waiting files
 */
export const sendAttached = (...sent: Parameters<Attaching['sendAttached']>): boolean =>
  attaching?.sendAttached(...sent) ?? false

/** The files that wait beside the composer of a chat, including those stored before a reload. */
export const useAttached = (chatId: ChatId): Attachments => {
  const client = useClient()
  useEffect(() => {
    if (restored.has(chatId)) return
    restored.add(chatId)
    client.attached(chatId).then(
      async (files) => {
        if (files.length > 0) (await load()).restore(chatId, files)
      },
      () => undefined,
    )
  }, [client, chatId])
  return useStore(attachedStore, ({ byChat }) => byChat.get(chatId) ?? none)
}

export const useSheetOpen = (chatId: ChatId): boolean => useStore(attachedStore, ({ sheet }) => sheet === chatId)
export const openSheet = (chatId: ChatId): void => attachedStore.setState({ sheet: chatId })
export const closeSheet = (): void => attachedStore.setState({ sheet: undefined })

/** The number of bytes that sending a file would upload. */
export const sentBytes = ({ file, visual }: Outgoing, { asFiles }: HowToSend): number =>
  (visual && !asFiles ? visual.bytes : file.bytes).size

/** Whether all waiting files can be sent. Files that are sent unchanged wait for no conversion. */
export const areReady = (attachments: Attachments, fileBytes: number): boolean =>
  attachments.items.every((one) => (attachments.asFiles || !one.reading) && sentBytes(one, attachments) <= fileBytes)
