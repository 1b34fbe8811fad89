import type { SoundChoice } from './notify-settings'

/** A fading tone: its start, pitch and duration. */
interface Tone {
  readonly atMs: number
  readonly hz: number
  readonly lastsMs: number
}

/** Parley's own sounds, each at most 300 ms. */
export const sounds: Readonly<Record<Exclude<SoundChoice, 'off'>, readonly Tone[]>> = {
  drop: [
    { atMs: 0, hz: 660, lastsMs: 120 },
    { atMs: 90, hz: 880, lastsMs: 180 },
  ],
  bell: [
    { atMs: 0, hz: 1_047, lastsMs: 280 },
    { atMs: 0, hz: 2_094, lastsMs: 160 },
  ],
  tick: [{ atMs: 0, hz: 1_320, lastsMs: 60 }],
}

const loudness = 0.12
let context: AudioContext | undefined

/** Plays a sound. Browsers that block sound before the first user gesture stay silent. */
export const play = async (choice: SoundChoice): Promise<void> => {
  if (choice === 'off' || typeof AudioContext === 'undefined') return
  context ??= new AudioContext()
  // Before the first user gesture this would wait indefinitely, and the message would be old news by then.
  if (context.state === 'suspended')
    await Promise.race([context.resume(), new Promise((late) => setTimeout(late, 100))])
  if (context.state !== 'running') return
  for (const { atMs, hz, lastsMs } of sounds[choice]) {
    const [from, to] = [context.currentTime + atMs / 1_000, context.currentTime + (atMs + lastsMs) / 1_000]
    const tone = context.createOscillator()
    const volume = context.createGain()
    tone.frequency.value = hz
    volume.gain.setValueAtTime(loudness, from)
    volume.gain.exponentialRampToValueAtTime(0.001, to)
    tone.connect(volume).connect(context.destination)
    tone.start(from)
    tone.stop(to)
  }
}
