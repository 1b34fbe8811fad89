import type { LocationBody } from '@parley/protocol'
import { useMemo } from 'react'
import { useLocale } from '../i18n'
import { placeBox } from './card-box'
import styles from './cards.module.css'
import { planPlace } from './place-plan'
import { distanceText } from './place-text'

const { height } = placeBox
/** Drawings are seldom wider: their widest place is dialogs on phones. */
const size = { width: 640, height }
/** Labels of meridians are above the lines, and only where they fit entirely into the narrowest drawing. */
const labelsWithinPx = 90
const meridiansFromPx = 17
const parallelsFromPx = 20
/** The scale is below. */
const parallelsToPx = height - 22
const charPx = 5.8
/** The tip of the pin is the point. */
export const pin = 'M0 0 c-3 -7 -9 -10 -9 -17 a9 9 0 1 1 18 0 c0 7 -6 10 -9 17 z'

/** A place, drawn only from its numbers, so it loads nothing. It is decorative, since the text is beside it. */
export const PlaceDrawing = ({ body }: { readonly body: LocationBody }) => {
  const locale = useLocale()
  const { circlePx, parallels, meridians, scale } = useMemo(() => planPlace(body, size), [body])
  return (
    <svg className={styles.drawing} aria-hidden data-testid="place-drawing">
      {parallels.map(({ px, label }) => {
        if (px < parallelsFromPx || px > parallelsToPx) return null
        const labelled = px > parallelsFromPx + 6
        return (
          <g key={label}>
            <line className={styles.grid} x1={labelled ? 10 + label.length * charPx : 0} x2="100%" y1={px} y2={px} />
            {labelled && (
              <text className={styles.label} x={6} y={px + 3.5}>
                {label}
              </text>
            )}
          </g>
        )
      })}
      <svg x="50%" overflow="visible" aria-hidden>
        {meridians.map(({ px, label }) => {
          const x = px - size.width / 2
          const labelled = Math.abs(x) <= labelsWithinPx
          return (
            <g key={x}>
              <line className={styles.grid} x1={x} x2={x} y1={labelled ? meridiansFromPx : 0} y2={height} />
              {labelled && (
                <text className={styles.label} x={x} y={12} textAnchor="middle">
                  {label}
                </text>
              )}
            </g>
          )
        })}
        <g transform={`translate(0 ${height / 2})`}>
          {circlePx !== undefined && <circle className={styles.around} r={circlePx} />}
          <path className={styles.pin} d={pin} />
          <circle className={styles.dot} cy={-17.5} r={3.5} />
        </g>
      </svg>
      <path className={styles.scale} d={`M8.5 ${height - 13.5} v5 h${scale.px} v-5`} />
      <text className={styles.label} x={14 + scale.px} y={height - 8}>
        {distanceText(scale.meters, locale)}
      </text>
    </svg>
  )
}
