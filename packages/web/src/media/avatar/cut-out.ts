import { limits } from '@parley/protocol/limits'
import type { PreparedPicture } from '../prepare-picture'
import { type Crop, sourceOf } from './crop'

const load = (url: string): Promise<HTMLImageElement> =>
  new Promise((resolve, reject) => {
    const image = new Image()
    image.onload = () => resolve(image)
    image.onerror = () => reject(new Error('the picture cannot be shown'))
    image.src = url
  })

/** The selected square of a picture as a file, in the size of avatars. */
export const cutOut = async (picture: PreparedPicture, crop: Crop): Promise<Blob> => {
  const { left, top, side } = sourceOf(picture, crop)
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.min(limits.avatarLargePx, Math.round(side)))
  canvas.height = canvas.width
  const context = canvas.getContext('2d')
  if (!context) throw new Error('there is nothing to draw on')
  context.imageSmoothingQuality = 'high'
  context.drawImage(await load(picture.url), left, top, side, side, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('it cannot be encoded'))), 'image/webp', 0.92),
  )
}
