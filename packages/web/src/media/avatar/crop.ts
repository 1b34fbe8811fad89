import type { PictureSize } from '@parley/protocol/fit-picture'

/** The side of the cropped square, in px of the layout. */
export const cropPx = 280
const mostZoom = 5

/** The selected part of a picture. `zoom` 1 shows as much as a square can. `x` and `y` move the picture, in px. */
export interface Crop {
  readonly zoom: number
  readonly x: number
  readonly y: number
}
export const wholeCrop: Crop = { zoom: 1, x: 0, y: 0 }
export const mostCropZoom = mostZoom

/** Pixels of the layout for one of the picture, at zoom 1. */
export const baseScale = ({ width, height }: PictureSize): number => cropPx / Math.min(width, height)

const within = (value: number, most: number): number => Math.min(most, Math.max(-most, value))

/** The nearest crop at which the picture fills the square. */
export const bounded = (size: PictureSize, { zoom, x, y }: Crop): Crop => {
  const allowed = Math.min(mostZoom, Math.max(1, zoom))
  const scale = baseScale(size) * allowed
  return {
    zoom: allowed,
    x: within(x, (size.width * scale - cropPx) / 2),
    y: within(y, (size.height * scale - cropPx) / 2),
  }
}

/** Zooms around the centre of the square. */
export const zoomTo = (size: PictureSize, crop: Crop, zoom: number): Crop => {
  const by = Math.min(mostZoom, Math.max(1, zoom)) / crop.zoom
  return bounded(size, { zoom, x: crop.x * by, y: crop.y * by })
}

/** The square of the picture that a crop selects, in pixels of the picture. */
export const sourceOf = (size: PictureSize, { zoom, x, y }: Crop): { left: number; top: number; side: number } => {
  const scale = baseScale(size) * zoom
  const side = cropPx / scale
  return { left: size.width / 2 - x / scale - side / 2, top: size.height / 2 - y / scale - side / 2, side }
}
