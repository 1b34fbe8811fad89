import { type LucideIcon, X } from 'lucide-react'
import { type RefObject, useLayoutEffect, useRef } from 'react'
import { useT } from '../../i18n'
import { IconButton } from '../../ui'
import styles from './composer.module.css'

export interface ComposerStripProps {
  readonly icon: LucideIcon
  readonly title: string
  readonly text: string
  readonly cancelLabel: string
  readonly onCancel: () => void
  /** Leads to the message that it is about. */
  readonly onOpen: () => void
  /** Has the focus when the strip goes away with it, as when an edit is stored meanwhile. */
  readonly field: RefObject<HTMLElement | null>
}

/** Gives the focus to the field where `area` leaves the page with it. */
const useFocusHandedOn = (area: RefObject<HTMLElement | null>, field: RefObject<HTMLElement | null>): void =>
  useLayoutEffect(() => {
    const element = area.current
    // Runs before the element leaves the page.
    return () => {
      if (element?.contains(document.activeElement)) field.current?.focus({ preventScroll: true })
    }
  }, [area, field])

/** Stands above the composer: which message is answered or edited. */
export const ComposerStrip = ({ icon: Icon, title, text, cancelLabel, field, ...on }: ComposerStripProps) => {
  const t = useT()
  const strip = useRef<HTMLDivElement>(null)
  useFocusHandedOn(strip, field)
  return (
    <div ref={strip} className={styles.strip} data-testid="composer-strip">
      <Icon size={20} strokeWidth={1.75} aria-hidden />
      <button type="button" className={styles.stripWords} title={t('goToMessage')} onClick={on.onOpen}>
        <bdi className={styles.stripTitle}>{title}</bdi>
        <bdi className={styles.stripText}>{text}</bdi>
      </button>
      <IconButton icon={X} label={cancelLabel} side="top" onClick={on.onCancel} data-testid="strip-cancel" />
    </div>
  )
}
