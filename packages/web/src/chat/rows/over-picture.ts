/** The overlays of pictures that are being sent or not loaded. Most pictures don't need this chunk. */

export { LoadButton } from '../../media/load-button'
export { UploadRing } from './upload-ring'
