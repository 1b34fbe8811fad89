import { loadOrUndefined } from '../lib/load-with-retry'
import { peaksOf } from './peaks'
import type { Recorded } from './recorder'

/** Enough for a waveform, and little memory: 15 minutes take 29 MB. */
const sampleRate = 8_000

/** Duration and peaks of the decoded sound. Undefined if the browser can't decode it. */
const measure = async (bytes: Blob): Promise<Omit<Recorded, 'bytes'> | undefined> => {
  try {
    const sound = await new OfflineAudioContext(1, 1, sampleRate).decodeAudioData(await bytes.arrayBuffer())
    return { durationMs: Math.round(sound.duration * 1_000), peaks: peaksOf(sound.getChannelData(0)) }
  } catch {
    return undefined
  }
}

/** Returns the bytes unchanged if rewriting fails. */
const makeSeekable = async (bytes: Blob): Promise<Blob> => {
  const loaded = await loadOrUndefined(() => import('./remux'))
  return (await loaded?.remux(bytes).catch(() => undefined)) ?? bytes
}

/**
 * Prepares a recording for sending: adds its duration, makes it seekable, and computes peaks from the decoded sound.
 */
export const finishRecording = async (bytes: Blob, elapsedMs: number): Promise<Recorded> => {
  const [seekable, measured] = await Promise.all([makeSeekable(bytes), measure(bytes)])
  return { bytes: seekable, ...(measured ?? { durationMs: Math.round(elapsedMs) }) }
}
