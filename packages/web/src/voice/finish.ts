import { peaksOf } from './peaks'
import type { Recorded } from './recorder'

/** Enough for a waveform, and little memory: 15 minutes take 29 MB. */
const sampleRate = 8_000

/** Duration and peaks of the decoded sound; undefined where the browser can't decode it. */
const measure = async (bytes: Blob): Promise<Omit<Recorded, 'bytes'> | undefined> => {
  try {
    const sound = await new OfflineAudioContext(1, 1, sampleRate).decodeAudioData(await bytes.arrayBuffer())
    return { durationMs: Math.round(sound.duration * 1_000), peaks: peaksOf(sound.getChannelData(0)) }
  } catch {
    return undefined
  }
}

/** Makes a recording ready to be sent: with a duration, seekable, and with peaks from the decoded sound. */
export const finishRecording = async (bytes: Blob, elapsedMs: number): Promise<Recorded> => {
  const [seekable, measured] = await Promise.all([
    import('./remux').then(({ remux }) => remux(bytes)).catch(() => bytes),
    measure(bytes),
  ])
  return { bytes: seekable, ...(measured ?? { durationMs: Math.round(elapsedMs) }) }
}
