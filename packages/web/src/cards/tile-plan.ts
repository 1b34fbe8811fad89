import type { LocationBody } from '@parley/protocol'

/** One tile of a map, by its position relative to the middle of the drawing. */
export interface Tile {
  readonly z: number
  readonly x: number
  readonly y: number
  readonly leftPx: number
  readonly topPx: number
}

/** The map around a place, which is in its middle. */
export interface TilePlan {
  readonly tiles: readonly Tile[]
  readonly tilePx: number
  /** Radius of the circle that the sender is in, in px. */
  readonly circlePx: number | undefined
}

/** The size of a map, in px. High-resolution screens may need smaller tiles of the next zoom level. */
interface MapSize {
  readonly width: number
  readonly height: number
  /** 0 if the template offers tiles of twice the resolution, or the screen doesn't need them. */
  readonly zoomOffset: 0 | 1
}

const tileSidePx = 256
/** The limit of Web Mercator. */
const mostLat = 85.0511
const [leastZoom, mostZoom] = [1, 17]
const metersAround = 40_075_016.7
const usualMPerPx = 2.5
const circleRadiusPx = 44

/** The position of a point on the map of the whole Earth, as fractions of its sides. */
const mercator = ({ lat, lng }: Pick<LocationBody, 'lat' | 'lng'>) => {
  const sine = Math.sin((lat * Math.PI) / 180)
  return { x: (lng + 180) / 360, y: 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI) }
}

/**
 * Plans the map around a place. Undefined near the poles, which these maps leave out.
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

/** The address of a tile. */
export const tileUrl = (template: string, { z, x, y }: Pick<Tile, 'z' | 'x' | 'y'>, ratio: number): string =>
  template
    .replace('{z}', `${z}`)
    .replace('{x}', `${x}`)
    .replace('{y}', `${y}`)
    .replaceAll('{r}', ratio > 1 ? '@2x' : '')
