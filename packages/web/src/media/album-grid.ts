import type { PictureSize } from '@parley/protocol/fit-picture'

/** How wide an album is, in px. */
export const albumPx = 420
/** Between its pictures, in px. */
export const albumGapPx = 2

/** How many pictures each row has, by how many there are. */
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
/** How high a row is, in px, by how many pictures it has. */
const rowPx: Readonly<Record<number, number>> = { 1: 236, 2: 209, 3: 139, 4: 104 }
/** Two pictures that are wider than this stand one above the other. */
const wideRatio = 1.6

/** Where one picture of an album stands, as shares of the whole. */
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

/** The places of an album's pictures: a grid whose size is known before anything is loaded. */
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
