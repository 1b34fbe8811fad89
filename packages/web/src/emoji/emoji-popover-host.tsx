import { Suspense } from 'react'
import { useStore } from 'zustand'
import { lazyPane } from '../ui/lazy-part'
import { OverlayPlaceholder } from '../ui/loading-placeholder'
import { closeEmojiPopover, emojiPopoverStore } from './emoji-popover-store'

const EmojiPopover = lazyPane(async () => (await import('./emoji-popover')).EmojiPopover)

/** The host of the emoji popover, whose code loads on first use. */
export const EmojiPopoverHost = () => {
  const opening = useStore(emojiPopoverStore, (state) => state.opening)
  const open = useStore(emojiPopoverStore, (state) => state.open)
  return (
    opening > 0 && (
      <Suspense fallback={open && <OverlayPlaceholder onClose={closeEmojiPopover} />}>
        <EmojiPopover key={opening} />
      </Suspense>
    )
  )
}
