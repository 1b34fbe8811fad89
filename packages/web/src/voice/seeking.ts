/** The step of the arrow keys. */
export const stepMs = 5_000

interface Place {
  readonly left: number
  readonly width: number
}

/** The position of a pointer on a waveform, as a fraction of the waveform's width. */
export const shareAt = (clientX: number, { left, width }: Place): number =>
  width > 0 ? Math.min(1, Math.max(0, (clientX - left) / width)) : 0

/** The position to which a key seeks, in milliseconds. Undefined for other keys. */
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

export const nextSpeed = (speed: Speed): Speed => speeds[(speeds.indexOf(speed) + 1) % speeds.length] ?? 1

/** Parses a stored speed. Invalid ones become 1. */
export const speedOf = (text: string | undefined): Speed => speeds.find((one) => String(one) === text) ?? 1
