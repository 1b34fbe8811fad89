import type { ChatId } from '@parley/protocol'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { useClient } from '../client'
import { laterWords } from '../i18n'
import { persistently } from '../ui/persistently'
import { type Attachments, attachedStore, none, restored } from './attached-store'
import type { HowToSend, Outgoing } from './messages-of'

type Attaching = typeof import('./attaching')
/** What is done with files; loaded with the first ones. */
let attaching: Attaching | undefined

const load = async (): Promise<Attaching> => {
  const [loaded] = await Promise.all([persistently(() => import('./attaching')), laterWords()])
  attaching = loaded
  return loaded
}

/** Puts files beside the composer and opens the sheet for them; says of each that cannot be sent why. */
export const pick = async (...picked: Parameters<Attaching['pick']>): Promise<void> => (await load()).pick(...picked)

/**
 * Sends what waits beside the composer, with the text under it, or after it when it is too long for that.
 * @returns false when nothing waits
 */
export const sendAttached = (...sent: Parameters<Attaching['sendAttached']>): boolean =>
  attaching?.sendAttached(...sent) ?? false

/** What waits beside the composer of a chat, kept from before a reload as well. */
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

/** The bytes that would go out for a file. */
export const sentBytes = ({ file, visual }: Outgoing, { asFiles }: HowToSend): number =>
  (visual && !asFiles ? visual.bytes : file.bytes).size

/** Whether everything that waits can be sent. */
export const areReady = (attachments: Attachments, fileBytes: number): boolean =>
  attachments.items.every((one) => !one.reading && sentBytes(one, attachments) <= fileBytes)
