/** Everything of Base UI, in one chunk that is loaded when first needed or when the page is idle. */
export { OverlayDialog } from './overlay-dialog'
export { OverlayMenu } from './overlay-menu'
export { showToast, Toasts } from './overlay-toasts'
