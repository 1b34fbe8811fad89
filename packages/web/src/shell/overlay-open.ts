/** Whether a dialog or menu is open, which has its own keys. One that fades out has none any more, and a toast never had. */
export const isOverlayOpen = (): boolean =>
  [...document.querySelectorAll('dialog[open],[role=dialog],[role=alertdialog],[role=menu]')].some(
    (overlay) => !overlay.hasAttribute('data-closed') && !overlay.closest('[data-notices]'),
  )
