import { Toast } from '@base-ui/react/toast'
import { useT } from '../i18n'
import { cx } from './class-names'
import styles from './overlays.module.css'
import type { ToastOptions } from './toast'

const manager = Toast.createToastManager<Pick<ToastOptions, 'kind'>>()

/** See `toast`. */
export const showToast = (message: string, { kind = 'info', action }: ToastOptions): (() => void) => {
  const id = manager.add({
    description: message,
    data: { kind },
    ...(action && { actionProps: { children: action.label, onClick: action.onSelect } }),
  })
  return () => manager.close(id)
}

const List = () => {
  const { toasts } = Toast.useToastManager<Pick<ToastOptions, 'kind'>>()
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
        <Toast.Viewport aria-label={t('notices')} className={styles.toasts}>
          <List />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}
