import type { LocationBody } from '@parley/protocol'

/** One picture of a map, by its place relative to the middle of the drawing. */
export interface Tile {
  readonly z: number
  readonly x: number
  readonly y: number
  readonly leftPx: number
  readonly topPx: number
}

/** The map around a place, which stands in its middle. */
export interface TilePlan {
  readonly tiles: readonly Tile[]
  readonly tilePx: number
  /** Radius of the circle that the sender is in, in px. */
  readonly circlePx: number | undefined
}

/** What stands beside the pictures asks for smaller ones of the next zoom, where the screen is fine. */
interface MapSize {
  readonly width: number
  readonly height: number
  /** The template offers pictures of twice the resolution, or the screen has no use for them. */
  readonly zoomOffset: 0 | 1
}

const tileSidePx = 256
/** Web Mercator ends there. */
const mostLat = 85.0511
const [leastZoom, mostZoom] = [1, 17]
const metersAround = 40_075_016.7
const usualMPerPx = 2.5
const circleRadiusPx = 44

/** Where a point is on the map of the whole Earth, as shares of its sides. */
const mercator = ({ lat, lng }: Pick<LocationBody, 'lat' | 'lng'>) => {
  const sine = Math.sin((lat * Math.PI) / 180)
  return { x: (lng + 180) / 360, y: 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI) }
}

/**
 * Plans the map around a place; undefined near the poles, which maps of this kind leave out.
 * @param size of the map, in px
 */
export const planTiles = (
  body: Pick<LocationBody, 'lat' | 'lng' | 'accuracyM'>,
  { width, height, zoomOffset }: MapSize,
): TilePlan | undefined => {
  const { lat, accuracyM } = body
  if (Math.abs(lat) > mostLat) return undefined
  const cosine = Math.cos((lat * Math.PI) / 180)
  const mPerPxAt = (zoom: number) => (metersAround * cosine) / (tileSidePx * 2 ** zoom)
  const wanted = accuracyM === undefined ? usualMPerPx : Math.max(accuracyM / circleRadiusPx, 1)
  const zoom = Math.min(mostZoom, Math.max(leastZoom, Math.floor(Math.log2(mPerPxAt(0) / wanted))))
  const z = zoom + zoomOffset
  const tilePx = tileSidePx / 2 ** zoomOffset
  const around = 2 ** z
  const at = mercator(body)
  const [column, row] = [at.x * around, at.y * around]
  const range = (middle: number, lengthPx: number) => {
    const half = lengthPx / 2 / tilePx
    const first = Math.floor(middle - half)
    return Array.from({ length: Math.floor(middle + half) - first + 1 }, (_, step) => first + step)
  }
  const tiles = range(row, height)
    .filter((y) => y >= 0 && y < around)
    .flatMap((y) =>
      range(column, width).map((x) => ({
        z,
        x: ((x % around) + around) % around,
        y,
        leftPx: (x - column) * tilePx,
        topPx: (y - row) * tilePx,
      })),
    )
  return { tiles, tilePx, circlePx: accuracyM === undefined ? undefined : accuracyM / mPerPxAt(zoom) }
}

/** The address of one picture. */
export const tileUrl = (template: string, { z, x, y }: Pick<Tile, 'z' | 'x' | 'y'>, ratio: number): string =>
  template
    .replace('{z}', `${z}`)
    .replace('{x}', `${x}`)
    .replace('{y}', `${y}`)
    .replaceAll('{r}', ratio > 1 ? '@2x' : '')
