import type { PictureSize } from '@parley/protocol/fit-picture'
import { limits } from '@parley/protocol/limits'

/** The maximum side of a redrawn picture. */
const mostSide = 4096
const quality = 0.92

/** The formats that a canvas can write, with their extensions. */
const endings: Readonly<Record<string, string>> = { 'image/png': 'png', 'image/webp': 'webp', 'image/jpeg': 'jpg' }

/** Drawings stay lossless, photos stay small. Browsers that can't write WebP write PNG instead. */
const formsOf = (type: string): readonly string[] => {
  if (/png|gif|bmp|icon/.test(type)) return ['image/png', 'image/webp', 'image/jpeg']
  return /jpeg|hei[cf]/.test(type) ? ['image/jpeg'] : ['image/webp', 'image/jpeg']
}

export interface Redrawn extends PictureSize {
  readonly bytes: Blob
  /** The extension for its name. */
  readonly ending: string
}

const paint = (picture: ImageBitmap): HTMLCanvasElement => {
  const scale = Math.min(1, mostSide / Math.max(picture.width, picture.height))
  const [width, height] = [picture.width, picture.height].map((side) => Math.max(1, Math.round(side * scale)))
  const canvas = Object.assign(document.createElement('canvas'), { width, height })
  const context = canvas.getContext('2d')
  if (context) context.imageSmoothingQuality = 'high'
  context?.drawImage(picture, 0, 0, canvas.width, canvas.height)
  return canvas
}

/** JPEG has no transparency, so transparent areas become white. */
const whiten = (canvas: HTMLCanvasElement): void => {
  const context = canvas.getContext('2d')
  if (!context) return
  context.globalCompositeOperation = 'destination-over'
  context.fillStyle = '#fff'
  context.fillRect(0, 0, canvas.width, canvas.height)
}

/**
 * Writes a picture to a file as this browser draws it. The server can't draw such a file differently.
 * @param type the type of the original file, which decides the new one
 * @returns undefined if the browser lacks the memory
 */
export const redrawPicture = async (picture: ImageBitmap, type: string): Promise<Redrawn | undefined> => {
  const canvas = paint(picture)
  for (const form of formsOf(type)) {
    if (form === 'image/jpeg') whiten(canvas)
    const bytes = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, form, quality))
    if (bytes && bytes.size <= limits.mediaBytes)
      return { bytes, width: canvas.width, height: canvas.height, ending: endings[bytes.type] ?? 'png' }
  }
  return undefined
}
