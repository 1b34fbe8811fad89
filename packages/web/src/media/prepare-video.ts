import { fitPicture, type PictureSize } from '@parley/protocol/fit-picture'
import { limits } from '@parley/protocol/limits'
import type { NewFile, NewPoster, NewVideo } from '@parley/sdk/api'

/** A video whose metadata doesn't load within this time is sent as a file. */
const timeoutMs = 8_000
/** The poster shows this moment, since the first frame of a video is often black. */
const posterAtS = 0.5
/** Seeking a recording without a duration to its end makes the browser determine it. */
const farS = 1e7
const longestPx = 1_280

const heard = (video: HTMLVideoElement, event: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const end = new AbortController()
    const { signal } = end
    const stop = (run: () => void) => {
      end.abort()
      clearTimeout(timer)
      run()
    }
    const timer = setTimeout(() => stop(() => reject(new Error(`no ${event}`))), timeoutMs)
    video.addEventListener(event, () => stop(resolve), { signal })
    video.addEventListener('error', () => stop(() => reject(video.error)), { signal })
  })

const seek = (video: HTMLVideoElement, toS: number): Promise<void> => {
  const there = heard(video, 'seeked')
  video.currentTime = toS
  return there
}

const durationOf = async (video: HTMLVideoElement): Promise<number> => {
  if (!Number.isFinite(video.duration)) await seek(video, farS)
  return Number.isFinite(video.duration) ? video.duration : video.currentTime
}

const frameOf = async (video: HTMLVideoElement, size: PictureSize): Promise<NewPoster | undefined> => {
  const { width, height } = fitPicture(size, longestPx)
  const canvas = Object.assign(document.createElement('canvas'), { width, height })
  canvas.getContext('2d')?.drawImage(video, 0, 0, width, height)
  const bytes = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.85))
  return bytes ? { bytes, width, height } : undefined
}

const read = async ({ bytes, name }: NewFile, video: HTMLVideoElement): Promise<NewVideo | undefined> => {
  const { videoWidth: width, videoHeight: height } = video
  const durationMs = Math.round((await durationOf(video)) * 1_000)
  const sized = width > 0 && height > 0 && Math.max(width, height) <= limits.videoMaxPx
  if (!sized || durationMs > limits.durationMaxMs) return undefined
  await seek(video, Math.min(posterAtS, durationMs / 2_000))
  const poster = await frameOf(video, { width, height })
  return { type: 'video', bytes, name, width, height, durationMs, ...(poster && { poster }) }
}

/** Reads size and duration of a video and draws its poster. Undefined for videos that this browser can't play. */
export const prepareVideo = async (file: NewFile): Promise<NewVideo | undefined> => {
  const video = Object.assign(document.createElement('video'), { muted: true, preload: 'auto', playsInline: true })
  const url = URL.createObjectURL(file.bytes)
  try {
    const loaded = heard(video, 'loadeddata')
    video.src = url
    await loaded
    return await read(file, video)
  } catch {
    return undefined
  } finally {
    video.removeAttribute('src')
    video.load()
    URL.revokeObjectURL(url)
  }
}
