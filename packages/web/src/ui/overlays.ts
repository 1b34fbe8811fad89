/** All components that use Base UI, in one chunk. It loads on first use, or when the page is idle. */
export { OverlayDialog } from './overlay-dialog'
export { OverlayMenu } from './overlay-menu'
export { showToast, Toasts } from './overlay-toasts'
