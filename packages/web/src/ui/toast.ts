import { persistently } from './persistently'

export interface ToastOptions {
  readonly kind?: 'info' | 'success' | 'danger'
  /** One button beside the words, such as "Undo". */
  readonly action?: { readonly label: string; readonly onSelect: () => void }
}

/**
 * Says something short at the bottom of the window for 5 s; screen readers hear it politely.
 * @returns the way to close it earlier
 */
export const toast = (message: string, options: ToastOptions = {}): (() => void) => {
  const shown = persistently(() => import('./overlays')).then(({ showToast }) => showToast(message, options))
  return () => void shown.then((close) => close())
}
