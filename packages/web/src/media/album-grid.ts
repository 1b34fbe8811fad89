import type { PictureSize } from '@parley/protocol/fit-picture'

/** The width of an album, in px. */
export const albumPx = 420
/** The gap between its pictures, in px. */
export const albumGapPx = 2

/** The number of pictures in each row, by the total number. */
const rowsOf: Readonly<Record<number, readonly number[]>> = {
  2: [2],
  3: [1, 2],
  4: [2, 2],
  5: [2, 3],
  6: [3, 3],
  7: [2, 2, 3],
  8: [2, 3, 3],
  9: [3, 3, 3],
  10: [3, 3, 4],
}
/** The height of a row, in px, by its number of pictures. */
const rowPx: Readonly<Record<number, number>> = { 1: 236, 2: 209, 3: 139, 4: 104 }
/** Two pictures wider than this are on top of each other. */
const wideRatio = 1.6

/** The position of a picture in an album, as fractions of the whole. */
export interface AlbumCell {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

export interface AlbumGrid {
  /** In px. */
  readonly height: number
  readonly cells: readonly AlbumCell[]
}

const rowsFor = (items: readonly PictureSize[]): readonly number[] => {
  if (items.length === 2 && items.every(({ width, height }) => width / height > wideRatio)) return [1, 1]
  return rowsOf[items.length] ?? [items.length]
}

/** The positions of an album's pictures: a grid whose size is known before anything loads. */
export const albumGrid = (items: readonly PictureSize[]): AlbumGrid => {
  const rows = rowsFor(items)
  const heights = rows.map((count) => rowPx[count] ?? rowPx[4] ?? 0)
  const height = heights.reduce((sum, px) => sum + px, 0) + albumGapPx * (rows.length - 1)
  let top = 0
  const cells = rows.flatMap((count, row) => {
    const cellPx = (albumPx - albumGapPx * (count - 1)) / count
    const px = heights[row] ?? 0
    const from = top
    top += px + albumGapPx
    return Array.from({ length: count }, (_, at) => ({
      left: (at * (cellPx + albumGapPx)) / albumPx,
      top: from / height,
      width: cellPx / albumPx,
      height: px / height,
    }))
  })
  return { height, cells }
}
