import { Popover as Base } from '@base-ui/react/popover'
import { Ellipsis } from 'lucide-react'
import { Suspense, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { useBackCloses } from '../history/use-back-closes'
import { useT } from '../i18n'
import { usePhone } from '../lib/media'
import { cx, Spinner } from '../ui'
import { lazyPart } from '../ui/lazy-part'
import { LoadingPlaceholder } from '../ui/loading-placeholder'
import overlays from '../ui/overlays.module.css'
import styles from './emoji-popover.module.css'
import { closeEmojiPopover as close, emojiPopoverStore } from './emoji-popover-store'

const EmojiPicker = lazyPart(async () => (await import('./emoji-picker')).EmojiPicker)

interface QuickProps {
  readonly quick: readonly string[]
  readonly chosen: readonly string[]
  readonly onPick: (emoji: string) => void
  readonly onMore: () => void
}

const Quick = ({ quick, chosen, onPick, onMore }: QuickProps) => {
  const t = useT()
  return (
    <div className={styles.quick}>
      {quick.map((emoji) => (
        <button
          key={emoji}
          type="button"
          className={styles.emoji}
          aria-pressed={chosen.includes(emoji)}
          aria-label={emoji}
          onClick={() => onPick(emoji)}
        >
          {emoji}
        </button>
      ))}
      <button type="button" className={styles.more} aria-label={t('moreEmoji')} title={t('moreEmoji')} onClick={onMore}>
        <Ellipsis size={20} strokeWidth={1.75} aria-hidden />
      </button>
    </div>
  )
}

/** The position of sheets: the lower edge of the window. */
const foot = { getBoundingClientRect: () => new DOMRect(0, innerHeight, innerWidth, 0) }

/** A few emojis, or all of them, beside the element that opened the popover. */
export const EmojiPopover = () => {
  const t = useT()
  const { open, anchor, focusBack, quick, chosen = [], onPick } = useStore(emojiPopoverStore)
  const [all, setAll] = useState(quick === undefined)
  const phone = usePhone()
  useBackCloses(open && phone, close)
  // On phones it is a sheet at the bottom of the window. The on-screen keyboard stays closed until the user searches.
  const sheet = phone && all
  const popup = useRef<HTMLDivElement>(null)
  const pick = (emoji: string) => {
    close()
    onPick?.(emoji)
  }
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && close()}>
      <Base.Portal>
        {sheet && <Base.Backdrop className={cx(overlays.backdrop, styles.backdrop)} />}
        <Base.Positioner
          anchor={sheet ? foot : (anchor ?? null)}
          side="top"
          align="start"
          sideOffset={sheet ? 0 : 6}
          collisionPadding={sheet ? 0 : 8}
          className={styles.positioner}
        >
          <Base.Popup
            aria-label={t('chooseEmoji')}
            ref={popup}
            initialFocus={sheet ? popup : true}
            finalFocus={() => focusBack ?? true}
            className={cx(styles.popup, sheet && styles.sheet, 'bg-surface-raised', sheet ? 'shadow-e3' : 'shadow-e2')}
          >
            {all || !quick ? (
              <Suspense
                fallback={
                  <div className={styles.loading}>
                    <LoadingPlaceholder>
                      <Spinner />
                    </LoadingPlaceholder>
                  </div>
                }
              >
                <EmojiPicker onPick={pick} searches={!sheet} />
              </Suspense>
            ) : (
              <Quick quick={quick} chosen={chosen} onPick={pick} onMore={() => setAll(true)} />
            )}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
