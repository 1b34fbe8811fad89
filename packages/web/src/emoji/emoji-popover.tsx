import { Popover as Base } from '@base-ui/react/popover'
import { Ellipsis } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useStore } from 'zustand'
import { useT } from '../i18n'
import { cx, Spinner } from '../ui'
import styles from './emoji-popover.module.css'
import { emojiPopoverStore } from './emoji-popover-store'

const EmojiPicker = lazy(async () => ({ default: (await import('./emoji-picker')).EmojiPicker }))

const close = () => emojiPopoverStore.setState({ open: false })

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

/** A few emojis at hand, or all of them, beside what asked for them. */
export const EmojiPopover = () => {
  const t = useT()
  const { open, anchor, focusBack, quick, chosen = [], onPick } = useStore(emojiPopoverStore)
  const [all, setAll] = useState(quick === undefined)
  const pick = (emoji: string) => {
    close()
    onPick?.(emoji)
  }
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && close()}>
      <Base.Portal>
        <Base.Positioner
          anchor={anchor ?? null}
          side="top"
          align="start"
          sideOffset={6}
          collisionPadding={8}
          className={styles.positioner}
        >
          <Base.Popup
            aria-label={t('chooseEmoji')}
            finalFocus={() => focusBack ?? true}
            className={cx(styles.popup, 'bg-surface-raised shadow-e2')}
          >
            {all || !quick ? (
              <Suspense
                fallback={
                  <div className={styles.loading}>
                    <Spinner />
                  </div>
                }
              >
                <EmojiPicker onPick={pick} />
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
