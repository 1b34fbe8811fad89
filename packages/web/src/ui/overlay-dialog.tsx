import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { useRef } from 'react'
import { useBackCloses } from '../history/use-back-closes'
import { useT } from '../i18n'
import { cx } from './class-names'
import type { DialogProps } from './dialog'
import styles from './overlays.module.css'

const widths = { 400: 'tablet:max-w-400', 560: 'tablet:max-w-560', 720: 'tablet:max-w-720' } as const

/** The first field, or on touch screens the dialog itself, so that no on-screen keyboard covers it. */
const firstFocus = (popup: HTMLElement | null, alert: boolean): HTMLElement | boolean => {
  if (alert) return true
  const field = matchMedia('(pointer: coarse)').matches ? null : popup?.querySelector('input')
  return (field?.readOnly ? null : field) ?? popup ?? true
}

/** The implementation. Use `Dialog`. */
export const OverlayDialog = (props: DialogProps) => {
  const t = useT()
  const popup = useRef<HTMLDivElement>(null)
  useBackCloses(props.open, props.onClose)
  const {
    open,
    onClose,
    title,
    description,
    width = 400,
    initialFocus,
    alert = false,
    high = false,
    children,
    footer,
  } = props
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()} disablePointerDismissal={alert}>
      <Base.Portal>
        <Base.Backdrop className={cx(styles.backdrop)} />
        <Base.Popup
          role={alert ? 'alertdialog' : 'dialog'}
          ref={popup}
          initialFocus={() => initialFocus?.current ?? firstFocus(popup.current, alert)}
          className={cx(styles.dialog, high && styles.high, 'bg-surface-raised shadow-e3', widths[width])}
        >
          <span aria-hidden className={styles.grabber} />
          <header className="flex items-start gap-12 px-24 pt-24 pb-8">
            <div className="min-w-0 flex-1">
              <Base.Title className="text-h3 text-text">{title}</Base.Title>
              {description !== undefined && (
                <Base.Description className="mt-4 text-ui font-400 text-pretty text-text-2">
                  {description}
                </Base.Description>
              )}
            </div>
            {!alert && (
              <Base.Close
                aria-label={t('close')}
                className="-me-8 -mt-4 grid size-32 pointer-coarse:-mt-12 shrink-0 place-items-center rounded-8 text-text-2 hover:bg-hover hover:text-text pointer-coarse:size-44"
              >
                <X size={20} strokeWidth={1.75} aria-hidden />
              </Base.Close>
            )}
          </header>
          <div className={cx(styles.body)} data-testid="dialog-body">
            {children}
          </div>
          {footer !== undefined && (
            <footer className={cx('flex flex-wrap justify-end gap-8 px-24 pb-24', !alert && 'pt-16 hairline-t')}>
              {footer}
            </footer>
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
