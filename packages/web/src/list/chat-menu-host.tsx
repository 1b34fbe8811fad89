import { Suspense } from 'react'
import { useStore } from 'zustand'
import { chatMenuStore, closeChatMenu } from '../navigation/chat-menu-store'
import { lazyPane } from '../ui/lazy-part'
import { OverlayPlaceholder } from '../ui/loading-placeholder'

const ChatMenu = lazyPane(async () => (await import('./chat-menu')).ChatMenu)

/** The host of the chat menu, whose code loads on first use. */
export const ChatMenuHost = () => {
  const wanted = useStore(chatMenuStore, ({ chatId }) => chatId !== undefined)
  const open = useStore(chatMenuStore, (menu) => menu.open)
  return (
    wanted && (
      <Suspense fallback={open && <OverlayPlaceholder onClose={closeChatMenu} />}>
        <ChatMenu />
      </Suspense>
    )
  )
}
