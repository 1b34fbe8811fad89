/** What stands over a picture that is on its way, or not loaded: one chunk, which most pictures need not. */
export { LoadButton } from './load-button'
export { UploadRing } from './upload-ring'
