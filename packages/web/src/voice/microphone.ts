import { type Microphone, MicrophoneError, type NoMicrophone } from './recorder'

/** The recording formats, best first. WebM with Opus plays nearly everywhere. */
const types = ['audio/webm;codecs=opus', 'audio/mp4;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus'] as const

const reasons: Readonly<Record<string, NoMicrophone>> = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'missing',
  OverconstrainedError: 'missing',
}

const openStream = async (): Promise<MediaStream> => {
  if (!isSecureContext) throw new MicrophoneError('insecure')
  if (!navigator.mediaDevices?.getUserMedia || typeof MediaRecorder === 'undefined')
    throw new MicrophoneError('unsupported')
  try {
    const audio = { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true }
    return await navigator.mediaDevices.getUserMedia({ audio })
  } catch (thrown) {
    throw new MicrophoneError(reasons[thrown instanceof DOMException ? thrown.name : ''] ?? 'busy')
  }
}

const meterOf = (stream: MediaStream) => {
  const context = new AudioContext()
  const analyser = context.createAnalyser()
  analyser.fftSize = 1_024
  context.createMediaStreamSource(stream).connect(analyser)
  const samples = new Float32Array(analyser.fftSize)
  return {
    level: () => {
      analyser.getFloatTimeDomainData(samples)
      const most = samples.reduce((sum, one) => Math.max(sum, Math.abs(one)), 0)
      return Math.min(1, Math.sqrt(most))
    },
    close: () => void context.close().catch(() => undefined),
  }
}

/** Opens the microphone and starts to record at once. */
export const openMicrophone = async (onLost: () => void): Promise<Microphone> => {
  const stream = await openStream()
  const type = types.find((one) => MediaRecorder.isTypeSupported(one))
  const recorder = new MediaRecorder(stream, { ...(type && { mimeType: type }), audioBitsPerSecond: 32_000 })
  const parts: Blob[] = []
  const meter = meterOf(stream)
  const all = () => new Blob(parts, { type: recorder.mimeType.replace(/;.*$/s, '') })
  recorder.addEventListener('dataavailable', ({ data }) => {
    if (data.size > 0) parts.push(data)
  })
  let stopping = false
  const close = () => {
    for (const track of stream.getTracks()) track.stop()
    meter.close()
  }
  const happened = (name: 'stop' | 'dataavailable') =>
    new Promise<void>((resolve) => recorder.addEventListener(name, () => resolve(), { once: true }))
  const lost = () => {
    if (stopping) return
    close()
    onLost()
  }
  for (const track of stream.getTracks()) track.addEventListener('ended', lost)
  recorder.addEventListener('stop', lost)
  // In parts, so that a lost microphone doesn't lose the recording so far.
  recorder.start(1_000)
  return {
    pause: () => recorder.state === 'recording' && recorder.pause(),
    resume: () => recorder.state === 'paused' && recorder.resume(),
    taken: async () => {
      const more = happened('dataavailable')
      if (recorder.state === 'inactive') return all()
      recorder.requestData()
      await more
      return all()
    },
    stop: async () => {
      stopping = true
      if (recorder.state !== 'inactive') {
        const stopped = happened('stop')
        recorder.stop()
        await stopped
      }
      close()
      return all()
    },
    level: meter.level,
  }
}
