import { Toast } from '@base-ui/react/toast'
import { useEffect } from 'react'
import { useT } from '../i18n'
import { cx } from './class-names'
import styles from './overlays.module.css'
import type { ToastOptions } from './toast'

const manager = Toast.createToastManager<Pick<ToastOptions, 'kind'>>()

/** Toasts that were shown before there was a place for them. */
const early: (() => void)[] = []
let placed = false

const add = (message: string, { kind = 'info', action }: ToastOptions): string =>
  manager.add({
    description: message,
    data: { kind },
    ...(action && { actionProps: { children: action.label, onClick: action.onSelect } }),
  })

/** See `toast`. */
export const showToast = (message: string, options: ToastOptions): (() => void) => {
  let id: string | undefined
  const show = () => {
    id = add(message, options)
  }
  if (placed) show()
  else early.push(show)
  return () => id !== undefined && manager.close(id)
}

const List = () => {
  const { toasts } = Toast.useToastManager<Pick<ToastOptions, 'kind'>>()
  useEffect(() => {
    placed = true
    for (const show of early.splice(0)) show()
  }, [])
  return toasts.map((item) => (
    <Toast.Root key={item.id} toast={item} className={cx(styles.toast, 'bg-text text-surface shadow-e2')}>
      <Toast.Content className="flex items-center gap-16">
        <Toast.Description className="min-w-0 flex-1 text-ui" />
        {item.actionProps && <Toast.Action className="min-h-24 shrink-0 rounded-6 text-ui font-600 underline" />}
      </Toast.Content>
    </Toast.Root>
  ))
}

/** Where toasts appear; stands once in the app. */
export const Toasts = () => {
  const t = useT()
  return (
    <Toast.Provider toastManager={manager} limit={3} timeout={5_000}>
      <Toast.Portal>
        <Toast.Viewport data-notices aria-label={t('notices')} className={styles.toasts}>
          <List />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}
