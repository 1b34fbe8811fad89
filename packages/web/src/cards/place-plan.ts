import type { LocationBody } from '@parley/protocol'

/** The drawing of a place without a map: grid lines of coordinates, a scale, and the accuracy of the point. */
export interface PlacePlan {
  /** Radius of the circle that the sender is in, in px. */
  readonly circlePx: number | undefined
  /** Lines of equal latitude, by their distance from the top. */
  readonly parallels: readonly GridLine[]
  /** Lines of equal longitude, by their distance from the left. */
  readonly meridians: readonly GridLine[]
  readonly scale: { readonly px: number; readonly meters: number }
}

export interface GridLine {
  readonly px: number
  /** Degrees. */
  readonly label: string
}

const meterPerDegree = 111_320
/** The drawing shows at most the whole Earth. */
const coarsestMPerPx = 40_075_000 / 300
const finestMPerPx = 0.5
/** Without an accuracy, it shows a few streets. */
const usualMPerPx = 2.5
/** The radius of the circle, within the limits of the scale. */
const circleRadiusPx = 44
const scaleMaxPx = 80
const lineApartPx = { parallel: 40, meridian: 84 } as const
/** Meridians meet at the poles, so none are drawn there. */
const leastCosine = 0.001

/** The smallest of 1, 2, 5, 10, 20 … (and 0.5, 0.2 …) that is at least this. */
const niceAbove = (least: number): number => {
  const power = 10 ** Math.floor(Math.log10(least))
  return (([1, 2, 5] as const).find((digit) => digit * power >= least * (1 - 1e-9)) ?? 10) * power
}
const niceBelow = (most: number): number => {
  const power = 10 ** Math.floor(Math.log10(most))
  return (([5, 2] as const).find((digit) => digit * power <= most * (1 + 1e-9)) ?? 1) * power
}

/** Degrees above −180, and up to 180. */
const wrapped = (degrees: number): number => 180 - ((((180 - degrees) % 360) + 360) % 360)

interface Axis {
  /** The value in the middle. */
  readonly center: number
  readonly lengthPx: number
  readonly degreesPerPx: number
  readonly apartPx: number
  /** The direction in which degrees increase. */
  readonly sign: 1 | -1
}

const gridOf = ({
  center,
  lengthPx,
  degreesPerPx,
  apartPx,
  sign,
}: Axis): { px: number; degrees: number; step: number }[] => {
  const step = niceAbove(apartPx * degreesPerPx)
  const half = (lengthPx / 2) * degreesPerPx
  const first = Math.ceil((center - half) / step)
  const last = Math.floor((center + half) / step)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => {
    const degrees = (first + at) * step
    return { px: lengthPx / 2 + (sign * (degrees - center)) / degreesPerPx, degrees, step }
  })
}

const labelOf = (degrees: number, step: number): string => {
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9))
  const text = degrees.toFixed(decimals)
  return `${Number(text) === 0 ? text.replace('-', '') : text}°`
}

/**
 * Plans the drawing of a place, which is in its middle.
 * @param width of the drawing, in px
 * @param height of the drawing, in px
 */
export const planPlace = (
  { lat, lng, accuracyM }: Pick<LocationBody, 'lat' | 'lng' | 'accuracyM'>,
  { width, height }: { readonly width: number; readonly height: number },
): PlacePlan => {
  const wanted = accuracyM === undefined ? usualMPerPx : accuracyM / circleRadiusPx
  const mPerPx = Math.min(coarsestMPerPx, Math.max(finestMPerPx, wanted))
  const cosine = Math.cos((lat * Math.PI) / 180)
  const perPx = mPerPx / meterPerDegree
  const rows = gridOf({
    ...{ center: lat, lengthPx: height, degreesPerPx: perPx, apartPx: lineApartPx.parallel, sign: -1 },
  }).filter(({ degrees }) => Math.abs(degrees) <= 90)
  const columns =
    cosine < leastCosine
      ? []
      : gridOf({
          ...{ center: lng, lengthPx: width, degreesPerPx: perPx / cosine, apartPx: lineApartPx.meridian, sign: 1 },
        }).filter(({ degrees }) => Math.abs(degrees - lng) <= 180)
  const meters = niceBelow(scaleMaxPx * mPerPx)
  return {
    circlePx: accuracyM === undefined ? undefined : accuracyM / mPerPx,
    parallels: rows.map(({ px, degrees, step }) => ({ px, label: labelOf(degrees, step) })),
    meridians: columns.map(({ px, degrees, step }) => ({ px, label: labelOf(wrapped(degrees), step) })),
    scale: { px: meters / mPerPx, meters },
  }
}
