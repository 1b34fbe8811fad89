import { Suspense } from 'react'
import { useStore } from 'zustand'
import { late } from '../ui/late'
import { chatMenuStore } from './chat-menu-store'

const ChatMenu = late(async () => (await import('./chat-menu')).ChatMenu)

/** Where the menu of a chat appears; its code comes with the first one. */
export const ChatMenuHost = () => {
  const wanted = useStore(chatMenuStore, ({ chatId }) => chatId !== undefined)
  return (
    wanted && (
      <Suspense fallback={null}>
        <ChatMenu />
      </Suspense>
    )
  )
}
