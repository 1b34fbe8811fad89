import { type LucideIcon, X } from 'lucide-react'
import { type RefObject, useLayoutEffect, useRef } from 'react'
import { useT } from '../../i18n'
import { IconButton } from '../../ui'
import { giveFocus } from '../../ui/give-focus'
import styles from './composer.module.css'

export interface ComposerStripProps {
  readonly icon: LucideIcon
  readonly title: string
  readonly text: string
  readonly cancelLabel: string
  readonly onCancel: () => void
  /** Goes to the message that the strip is about. */
  readonly onOpen: () => void
  /** Gets the focus if the strip is removed while focused, for example when an edit was stored. */
  readonly field: RefObject<HTMLElement | null>
}

/** Moves the focus to the field when `area` is removed with the focus inside. */
const useFocusHandedOn = (area: RefObject<HTMLElement | null>, field: RefObject<HTMLElement | null>): void =>
  useLayoutEffect(() => {
    const element = area.current
    // Runs before the element is removed from the page.
    return () => {
      if (element?.contains(document.activeElement)) giveFocus(field.current, { preventScroll: true })
    }
  }, [area, field])

/** The strip above the composer that shows the message being replied to or edited. */
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
