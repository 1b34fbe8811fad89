/** Arrow keys move by this. */
export const stepMs = 5_000

interface Place {
  readonly left: number
  readonly width: number
}

/** Where on a waveform a pointer is: from 0 to 1 of the waveform's own width. */
export const shareAt = (clientX: number, { left, width }: Place): number =>
  width > 0 ? Math.min(1, Math.max(0, (clientX - left) / width)) : 0

/** Where a key moves to, in milliseconds; undefined for other keys. */
export const seekByKey = (key: string, atMs: number, durationMs: number): number | undefined => {
  const to = {
    ArrowLeft: atMs - stepMs,
    ArrowDown: atMs - stepMs,
    ArrowRight: atMs + stepMs,
    ArrowUp: atMs + stepMs,
    Home: 0,
    End: durationMs,
  }[key]
  return to === undefined ? undefined : Math.min(durationMs, Math.max(0, to))
}

export const speeds = [1, 1.5, 2] as const
export type Speed = (typeof speeds)[number]

/** The speed after this one. */
export const nextSpeed = (speed: Speed): Speed => speeds[(speeds.indexOf(speed) + 1) % speeds.length] ?? 1

/** A speed that was remembered; 1 for anything else. */
export const speedOf = (text: string | undefined): Speed => speeds.find((one) => String(one) === text) ?? 1
