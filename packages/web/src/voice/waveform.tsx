import type { KeyboardEvent, PointerEvent } from 'react'
import { useMemo } from 'react'
import { useT } from '../i18n'
import { timeText } from './clock'
import { barsOf } from './peaks'
import { seekByKey, shareAt } from './seeking'
import styles from './voice.module.css'

const [barPx, pitchPx, heightPx, lowestPx] = [2.2, 3.5, 24, 2.5]

/** All bars as one path. */
const pathOf = (bars: readonly number[]): string =>
  bars
    .map((bar, at) => {
      const height = Math.max(lowestPx, bar * heightPx)
      return `M${(at * pitchPx).toFixed(1)} ${((heightPx - height) / 2).toFixed(2)}h${barPx}v${height.toFixed(2)}h-${barPx}z`
    })
    .join('')

interface WaveformProps {
  readonly peaks: readonly number[] | undefined
  readonly atMs: number
  readonly durationMs: number
  readonly reachable: boolean
  readonly onSeek: (atMs: number) => void
}

/** The waveform of a voice message. Pointers and arrow keys seek in it. */
export const Waveform = ({ peaks, atMs, durationMs, reachable, onSeek }: WaveformProps) => {
  const t = useT()
  const bars = useMemo(() => barsOf(peaks), [peaks])
  const path = useMemo(() => pathOf(bars), [bars])
  const share = durationMs > 0 ? Math.min(1, Math.max(0, atMs / durationMs)) : 0
  const seekTo = ({ clientX, currentTarget }: PointerEvent<HTMLElement>) =>
    onSeek(shareAt(clientX, currentTarget.getBoundingClientRect()) * durationMs)
  const onKeyDown = (event: KeyboardEvent) => {
    const to = event.ctrlKey || event.altKey || event.metaKey ? undefined : seekByKey(event.key, atMs, durationMs)
    if (to === undefined) return
    event.preventDefault()
    event.stopPropagation()
    onSeek(to)
  }
  return (
    <div
      className={styles.wave}
      role="slider"
      tabIndex={reachable ? 0 : -1}
      aria-label={t('voicePosition')}
      aria-valuemin={0}
      aria-valuemax={Math.max(1, Math.round(durationMs / 1_000))}
      aria-valuenow={Math.round(atMs / 1_000)}
      aria-valuetext={timeText(atMs)}
      data-testid="waveform"
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        seekTo(event)
      }}
      onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && seekTo(event)}
    >
      <svg viewBox={`0 0 ${64 * pitchPx} ${heightPx}`} preserveAspectRatio="none" aria-hidden>
        <path d={path} className={styles.bars} />
        <path
          d={path}
          className={styles.heard}
          style={{ clipPath: `inset(0 ${(100 - share * 100).toFixed(2)}% 0 0)` }}
        />
      </svg>
    </div>
  )
}
