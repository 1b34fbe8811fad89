import { type KeyboardEvent, type PointerEvent, useId, useRef } from 'react'
import { useFormat, useT } from '../../i18n'
import type { PreparedPicture } from '../prepare-picture'
import styles from './avatar.module.css'
import { baseScale, bounded, type Crop, cropPx, mostCropZoom, zoomTo } from './crop'

const stepPx = 8
const steps: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [stepPx, 0],
  ArrowRight: [-stepPx, 0],
  ArrowUp: [0, stepPx],
  ArrowDown: [0, -stepPx],
}
const zoomStep = 1.15

interface Point {
  readonly x: number
  readonly y: number
}
const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y)

interface Moves {
  readonly move: (x: number, y: number) => void
  readonly zoomBy: (factor: number) => void
}

/** One pointer moves, two zoom. */
const usePointers = ({ move, zoomBy }: Moves) => {
  const pointers = useRef(new Map<number, Point>())
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId)
    pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY })
  }
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const before = pointers.current.get(event.pointerId)
    if (!before) return
    const now = { x: event.clientX, y: event.clientY }
    pointers.current.set(event.pointerId, now)
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1]
    if (other) zoomBy(distance(now, other) / Math.max(1, distance(before, other)))
    else move(now.x - before.x, now.y - before.y)
  }
  const onPointerUp = (event: PointerEvent<HTMLElement>) => pointers.current.delete(event.pointerId)
  return { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: onPointerUp }
}

interface AvatarCropperProps {
  readonly picture: PreparedPicture
  readonly crop: Crop
  readonly onChange: (next: (crop: Crop) => Crop) => void
}

/** Selects a square of a picture by pointer, two fingers, wheel or keys. */
export const AvatarCropper = ({ picture, crop, onChange }: AvatarCropperProps) => {
  const t = useT()
  const format = useFormat()
  const hint = useId()
  const move = (x: number, y: number) => onChange((now) => bounded(picture, { ...now, x: now.x + x, y: now.y + y }))
  const zoomBy = (factor: number) => onChange((now) => zoomTo(picture, now, now.zoom * factor))

  const pointing = usePointers({ move, zoomBy })
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key]
    if (step) move(...step)
    else if (event.key === '+' || event.key === '=') zoomBy(zoomStep)
    else if (event.key === '-') zoomBy(1 / zoomStep)
    else return
    event.preventDefault()
  }
  const scale = baseScale(picture) * crop.zoom
  return (
    <div className={styles.cropper}>
      <div
        role="slider"
        aria-valuemin={1}
        aria-valuemax={mostCropZoom}
        aria-valuenow={crop.zoom}
        aria-valuetext={format.percent(crop.zoom)}
        aria-label={t('cropArea')}
        aria-describedby={hint}
        tabIndex={0}
        className={styles.stage}
        style={{ width: cropPx, height: cropPx }}
        data-testid="crop-stage"
        onKeyDown={onKeyDown}
        {...pointing}
        onWheel={({ deltaY }) => zoomBy(Math.exp(-deltaY / 400))}
      >
        <img
          src={picture.url}
          alt=""
          draggable={false}
          style={{
            width: picture.width * scale,
            height: picture.height * scale,
            transform: `translate(calc(-50% + ${crop.x}px), calc(-50% + ${crop.y}px))`,
          }}
        />
        <span aria-hidden className={styles.mask} />
      </div>
      <p id={hint} className="text-center text-meta text-text-2">
        {t('cropHint')}
      </p>
      <label className={styles.zoom}>
        <span className="text-meta text-text-2">{t('cropZoom')}</span>
        <input
          type="range"
          min={1}
          max={mostCropZoom}
          step={0.05}
          value={crop.zoom}
          onChange={(event) => onChange((now) => zoomTo(picture, now, Number(event.target.value)))}
        />
      </label>
    </div>
  )
}
