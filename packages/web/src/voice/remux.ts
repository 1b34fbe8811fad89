import {
  BlobSource,
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacketSink,
  Input,
  MP4,
  Mp4OutputFormat,
  Output,
  WEBM,
  WebMOutputFormat,
} from 'mediabunny'

/**
 * Moves the same sound to a container with a duration and an index, since browsers record WebM without either. Doesn't
 * encode the sound again.
 * @throws Error if the bytes contain no sound
 */
export const remux = async (bytes: Blob): Promise<Blob> => {
  using input = new Input({ source: new BlobSource(bytes), formats: [WEBM, MP4] })
  const track = await input.getPrimaryAudioTrack()
  const codec = await track?.getCodec()
  const config = await track?.getDecoderConfig()
  if (!track || !codec || !config) throw new Error('no sound')
  const type = bytes.type.includes('mp4') ? 'audio/mp4' : 'audio/webm'
  const format = type === 'audio/mp4' ? new Mp4OutputFormat({ fastStart: 'in-memory' }) : new WebMOutputFormat()
  const target = new BufferTarget()
  const output = new Output({ format, target })
  const source = new EncodedAudioPacketSource(codec)
  output.addAudioTrack(source)
  await output.start()
  const from = await track.getFirstTimestamp()
  for await (const packet of new EncodedPacketSink(track).packets())
    await source.add(packet.clone({ timestamp: Math.max(0, packet.timestamp - from) }), { decoderConfig: config })
  await output.finalize()
  if (!target.buffer) throw new Error('nothing was written')
  return new Blob([target.buffer], { type })
}
