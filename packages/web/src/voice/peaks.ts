import { limits } from '@parley/protocol/limits'

/** The maximum of a peak. */
export const highestPeak = 31
/** Sound below this fraction of full scale is silence, and is not amplified into bars. */
const silence = 0.004

/** The loudest sample of each of `count` equal parts. */
const loudest = (samples: Float32Array, count: number): readonly number[] =>
  Array.from({ length: count }, (_, part) => {
    const from = Math.floor((part * samples.length) / count)
    const to = Math.max(from + 1, Math.floor(((part + 1) * samples.length) / count))
    let most = 0
    for (let at = from; at < to && at < samples.length; at++) most = Math.max(most, Math.abs(samples[at] ?? 0))
    return most
  })

/**
 * The waveform of decoded sound: `limits.voicePeaks` numbers from 0 to 31. The loudest part is 31, whatever the level
 * of the microphone. A square root keeps quiet parts visible.
 */
export const peaksOf = (samples: Float32Array): number[] => {
  const parts = loudest(samples, limits.voicePeaks)
  const most = Math.max(...parts)
  return parts.map((part) => (most < silence ? 0 : Math.round(Math.sqrt(part / most) * highestPeak)))
}

/** The heights of the bars, each from 0 to 1. Missing or corrupt peaks draw a flat line. */
export const barsOf = (peaks: readonly number[] | undefined): readonly number[] => {
  const sound = peaks?.length === limits.voicePeaks && peaks.every((one) => one >= 0 && one <= highestPeak)
  return Array.from({ length: limits.voicePeaks }, (_, at) => (sound ? (peaks[at] ?? 0) / highestPeak : 0))
}
