/**
 * Whether a dialog or menu is open, which handles keys itself. It doesn't count while it fades out, and toasts never
 * count.
 *
 * @param matching a CSS selector for the overlays that count
 */
export const isOverlayOpen = (matching = '*'): boolean =>
  [...document.querySelectorAll('dialog[open],[role=dialog],[role=alertdialog],[role=menu]')].some(
    (overlay) =>
      overlay.matches(matching) && !overlay.hasAttribute('data-closed') && !overlay.closest('[data-notices]'),
  )
