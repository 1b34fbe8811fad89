import { lazy, Suspense } from 'react'
import { useStore } from 'zustand'
import { emojiPopoverStore } from './emoji-popover-store'

const EmojiPopover = lazy(async () => ({ default: (await import('./emoji-popover')).EmojiPopover }))

/** Where emojis are chosen; its code comes with the first time. */
export const EmojiPopoverHost = () => {
  const opening = useStore(emojiPopoverStore, (state) => state.opening)
  return (
    opening > 0 && (
      <Suspense fallback={null}>
        <EmojiPopover key={opening} />
      </Suspense>
    )
  )
}
