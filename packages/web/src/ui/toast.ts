import { loadWithRetry } from '../lib/load-with-retry'

export interface ToastOptions {
  readonly kind?: 'info' | 'success' | 'danger'
  /** Stays until the user clicks its button or dismisses it. */
  readonly stays?: boolean
  /** One button beside the text, such as "Undo". */
  readonly action?: { readonly label: string; readonly onSelect: () => void }
}

/**
 * Shows a short message at the bottom of the window for 5 s. Screen readers announce it politely.
 * @returns a function that closes it earlier
 */
export const toast = (message: string, options: ToastOptions = {}): (() => void) => {
  const shown = loadWithRetry(() => import('./overlays')).then(({ showToast }) => showToast(message, options))
  return () => void shown.then((close) => close())
}
