import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import cabinAvatar from './pictures/cabin-avatar.webp' with { type: 'file' }
import demoAvatar from './pictures/demo-avatar.webp' with { type: 'file' }
import hike from './pictures/hike.webp' with { type: 'file' }
import hotpotAvatar from './pictures/hotpot-avatar.webp' with { type: 'file' }
import hum from './pictures/hum.wav' with { type: 'file' }
import jonasAvatar from './pictures/jonas-avatar.webp' with { type: 'file' }
import lake from './pictures/lake.webp' with { type: 'file' }
import linAvatar from './pictures/lin-avatar.webp' with { type: 'file' }
import meiAvatar from './pictures/mei-avatar.webp' with { type: 'file' }
import night from './pictures/night.webp' with { type: 'file' }
import pot from './pictures/pot.webp' with { type: 'file' }
import sofiaAvatar from './pictures/sofia-avatar.webp' with { type: 'file' }
import testAvatar from './pictures/test-avatar.webp' with { type: 'file' }
import wall from './pictures/wall.webp' with { type: 'file' }
import weiAvatar from './pictures/wei-avatar.webp' with { type: 'file' }

const photos: Readonly<Record<string, string>> = { hike, lake, night, pot, wall }
const sounds: Readonly<Record<string, string>> = { hum }
const avatars: Readonly<Record<string, string>> = {
  cabin: cabinAvatar,
  hotpot: hotpotAvatar,
  demo: demoAvatar,
  test: testAvatar,
  sofia: sofiaAvatar,
  jonas: jonasAvatar,
  wei: weiAvatar,
  mei: meiAvatar,
  lin: linAvatar,
}

const read = (path: string): Promise<Uint8Array> => readFile(resolve(import.meta.dir, path))

const readKnown = (files: Readonly<Record<string, string>>, name: string): Promise<Uint8Array> => {
  const path = files[name]
  if (path === undefined) throw new Error(`the demo has no file ${name}`)
  return read(path)
}

export const photoOf = (name: string): Promise<Uint8Array> => readKnown(photos, name)

/** The picture of a person or a group; undefined for those without one. */
export const avatarOf = async (name: string): Promise<Uint8Array | undefined> => {
  const path = avatars[name]
  return path === undefined ? undefined : read(path)
}

const HEADER_BYTES = 44
const SAMPLES_PER_MS = 8
const SILENCE = 128
const LOUDEST = 31
const BAR_COUNT = 64

/** A sound (WAV, 8 bits, 8,000 samples a second), its duration, and the loudness of its 64 equal parts. */
export const soundOf = async (name: string) => {
  const bytes = await readKnown(sounds, name)
  const samples = bytes.subarray(HEADER_BYTES)
  const part = samples.length / BAR_COUNT
  const peaks = Array.from({ length: BAR_COUNT }, (_, bar) => {
    const heard = samples.subarray(Math.floor(bar * part), Math.floor((bar + 1) * part))
    const most = heard.reduce((peak, sample) => Math.max(peak, Math.abs(sample - SILENCE)), 0)
    return Math.round((most / SILENCE) * LOUDEST)
  })
  return { bytes, durationMs: Math.round(samples.length / SAMPLES_PER_MS), peaks }
}
