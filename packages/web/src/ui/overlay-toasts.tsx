import { Toast } from '@base-ui/react/toast'
import { X } from 'lucide-react'
import { useEffect } from 'react'
import { useT } from '../i18n'
import { cx } from './class-names'
import styles from './overlays.module.css'
import type { ToastOptions } from './toast'

const manager = Toast.createToastManager<Pick<ToastOptions, 'kind' | 'stays'>>()

/** Toasts that were shown before their container mounted. */
const early: (() => void)[] = []
let placed = false

const add = (message: string, { kind = 'info', action, stays = false }: ToastOptions): string =>
  manager.add({
    title: message,
    data: { kind, stays },
    ...(stays && { timeout: 0 }),
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
  const t = useT()
  const { toasts } = Toast.useToastManager<Pick<ToastOptions, 'kind' | 'stays'>>()
  useEffect(() => {
    placed = true
    for (const show of early.splice(0)) show()
  }, [])
  return toasts.map((item) => (
    <Toast.Root key={item.id} toast={item} className={cx(styles.toast, 'bg-text text-surface shadow-e2')}>
      <Toast.Content className="flex items-center gap-16">
        {/* The title of a toast is its accessible name. */}
        <Toast.Title render={<p />} className="min-w-0 flex-1 text-ui" />
        {item.actionProps && <Toast.Action className="min-h-24 shrink-0 rounded-6 text-ui font-600 underline" />}
        {item.data?.stays && (
          <button
            type="button"
            aria-label={t('dismiss')}
            className="grid size-24 shrink-0 place-items-center rounded-6"
            onClick={() => manager.close(item.id)}
          >
            <X size={16} strokeWidth={1.75} aria-hidden />
          </button>
        )}
      </Toast.Content>
    </Toast.Root>
  ))
}

/** The container of toasts. The app has exactly one. */
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
