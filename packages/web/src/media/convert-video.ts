import type { NewVideo } from '@parley/sdk/api'
import {
  BlobSource,
  BufferTarget,
  Conversion,
  canEncodeVideo,
  Input,
  type InputVideoTrack,
  MATROSKA,
  MP4,
  Mp4OutputFormat,
  Output,
  QTFF,
  QUALITY_HIGH,
  WEBM,
} from 'mediabunny'

/** The codecs that every supported browser plays. HEVC and AV1 aren't among them. */
const playedEverywhere = new Set(['avc', 'vp8', 'vp9'])
/** The shorter side of a converted video, in pixels. */
const shorterPx = 720
/** Longer videos are sent unchanged: converting them takes too long, and all of the result is in memory. */
const longestMs = 20 * 60_000

export interface ConvertOptions {
  /** Whether the result is still needed. Once it isn't, the conversion stops. */
  readonly isWanted: () => boolean
  /** Called with the converted part, from 0 to 1. */
  readonly onProgress: (part: number) => void
}

const even = (px: number): number => Math.max(2, Math.round(px / 2) * 2)

const smallerSize = async (track: InputVideoTrack) => {
  const [width, height] = await Promise.all([track.getDisplayWidth(), track.getDisplayHeight()])
  const scale = Math.min(1, shorterPx / Math.min(width, height))
  return { width: even(width * scale), height: even(height * scale) }
}

const isConvertible = async (track: InputVideoTrack): Promise<boolean> => {
  const codec = await track.getCodec()
  return codec !== null && !playedEverywhere.has(codec) && (await track.canDecode())
}

/**
 * Converts a video that some browsers can't play to H.264 in MP4, with at most 720 pixels on its shorter side. The index
 * comes first, so that the video starts while it loads. The result has no location or other tags.
 *
 * @returns undefined if every browser plays the video, or this one can't convert it with its sound
 */
export const convertVideo = async (
  video: NewVideo,
  { isWanted, onProgress }: ConvertOptions,
): Promise<NewVideo | undefined> => {
  if (video.durationMs > longestMs) return undefined
  using input = new Input({ source: new BlobSource(video.bytes), formats: [MP4, QTFF, MATROSKA, WEBM] })
  const track = await input.getPrimaryVideoTrack()
  if (!track || !(await isConvertible(track))) return undefined
  const size = await smallerSize(track)
  if (!(await canEncodeVideo('avc', { ...size, quality: QUALITY_HIGH }))) return undefined
  const target = new BufferTarget()
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: 'in-memory' }), target })
  const conversion = await Conversion.init({
    input,
    output,
    tracks: 'primary',
    video: { ...size, fit: 'fill', codec: 'avc', quality: QUALITY_HIGH },
    tags: {},
  })
  const sound = await input.getPrimaryAudioTrack()
  const isWhole = [track, ...(sound ? [sound] : [])].every((one) => conversion.utilizedTracks.includes(one))
  if (!conversion.isValid || !isWhole) return undefined
  conversion.onProgress = (part) => {
    if (isWanted()) onProgress(part)
    else void conversion.cancel()
  }
  await conversion.execute()
  if (!target.buffer) return undefined
  const bytes = new Blob([target.buffer], { type: 'video/mp4' })
  return { ...video, ...size, bytes, name: `${video.name.replace(/\.[^.]*$/, '')}.mp4` }
}
