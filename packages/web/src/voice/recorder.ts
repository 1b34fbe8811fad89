import type { ChatId } from '@parley/protocol'
import { createStore, type StoreApi } from 'zustand/vanilla'

/** Why there is no recording. */
export type NoMicrophone = 'insecure' | 'unsupported' | 'denied' | 'missing' | 'busy'

export class MicrophoneError extends Error {
  constructor(readonly reason: NoMicrophone) {
    super(reason)
  }
}

/** An open microphone, recording. */
export interface Microphone {
  pause(): void
  resume(): void
  /** Everything recorded so far; the recording goes on. */
  taken(): Promise<Blob>
  /** Ends the recording and gives the microphone back. Resolves with everything that was recorded, also when it was lost. */
  stop(): Promise<Blob>
  /** How loud it is now, from 0 to 1. */
  level(): number
}

/** A recording that can be played and sent. */
export interface Recorded {
  readonly bytes: Blob
  readonly durationMs: number
  readonly peaks?: readonly number[]
}

export interface RecorderPorts {
  /** @throws MicrophoneError. `onLost` is called when the microphone goes away. */
  readonly open: (onLost: () => void) => Promise<Microphone>
  readonly finish: (bytes: Blob, elapsedMs: number) => Promise<Recorded>
  readonly now: () => number
  /** Calls back every so many milliseconds; returns the way to stop. */
  readonly every: (ms: number, run: () => void) => () => void
}

export interface Recording {
  readonly chatId: ChatId
  readonly phase: 'starting' | 'recording' | 'paused' | 'finishing'
  /** While a finger holds the button. */
  readonly held: boolean
  readonly elapsedMs: number
  readonly maxMs: number
  /** How loud the last moments were, from 0 to 1. */
  readonly levels: readonly number[]
  /** Why the recording can't go on. What was recorded is kept. */
  readonly ended?: 'limit' | 'lost'
  /** What can be heard while it is paused. */
  readonly preview?: Recorded
  /** The person is asked whether to throw it away. */
  readonly asking?: true
}

export interface RecorderState {
  readonly recording?: Recording
  readonly refused?: { readonly chatId: ChatId; readonly reason: NoMicrophone }
}

export const tickMs = 100
const levelsShown = 48
/** Decoded sound may be a little longer than what the clock says. */
const sparedMs = 250
/** Shorter recordings are a slip of the finger. */
const shortestMs = 500
/** Longer recordings aren't thrown away by Escape without asking. */
const askAfterMs = 3_000

/** Records one voice message at a time. It belongs to the page, so chats, rerenders and reconnects don't touch it. */
export class Recorder {
  #microphone: Microphone | undefined
  /** What the microphone gave before it was lost or the limit came. */
  #kept: Promise<Blob> | undefined
  #before = 0
  #since = 0
  #untick: () => void = () => undefined
  /** Counts recordings, so that what comes late belongs to none. */
  #run = 0

  /** @param store holds what is shown of it */
  constructor(
    private readonly ports: RecorderPorts,
    readonly store: StoreApi<RecorderState> = createStore<RecorderState>(() => ({})),
  ) {}

  get recording(): Recording | undefined {
    return this.store.getState().recording
  }

  async start(chatId: ChatId, { maxMs, held }: { readonly maxMs: number; readonly held: boolean }): Promise<void> {
    if (this.recording) return
    const run = ++this.#run
    this.#before = 0
    this.#kept = undefined
    const recording: Recording = { chatId, phase: 'starting', held, elapsedMs: 0, maxMs, levels: [] }
    this.store.setState({ recording }, true)
    try {
      const microphone = await this.ports.open(() => this.#run === run && this.#end('lost'))
      if (this.#run !== run) return void microphone.stop()
      this.#microphone = microphone
      this.#runs()
    } catch (thrown) {
      if (this.#run !== run) return
      const reason = thrown instanceof MicrophoneError ? thrown.reason : 'busy'
      this.store.setState({ refused: { chatId, reason } }, true)
    }
  }

  /** The finger is gone; the recording goes on. */
  lock(): void {
    this.#change({ held: false })
  }

  pause(): void {
    if (this.recording?.phase !== 'recording') return
    this.#microphone?.pause()
    this.#stands()
    if (this.#microphone) void this.#preview(this.#microphone.taken())
  }

  resume(): void {
    const { recording } = this
    if (recording?.phase !== 'paused' || recording.ended) return
    this.#microphone?.resume()
    this.#runs()
  }

  /** Throws the recording away; a longer one only after asking. */
  escape(): void {
    const { recording } = this
    if (!recording || recording.phase === 'finishing') return
    if (recording.elapsedMs <= askAfterMs) this.discard()
    else if (recording.asking) this.keep()
    else {
      this.pause()
      this.#change({ asking: true })
    }
  }

  /** The person wants to keep it. */
  keep(): void {
    const { recording } = this
    if (!recording) return
    const { asking: _, ...rest } = recording
    this.store.setState({ recording: rest }, true)
  }

  discard(): void {
    const microphone = this.#microphone
    this.#clear()
    void microphone?.stop()
  }

  /** Closes the explanation why there is no microphone. */
  understood(): void {
    if (!this.recording) this.store.setState({}, true)
  }

  /** Ends the recording. Resolves with what is to be sent; undefined when that is too short, or nothing is recorded. */
  async finish(): Promise<Recorded | undefined> {
    const { recording } = this
    if (!recording || recording.phase === 'finishing') return undefined
    if (recording.phase === 'starting' || recording.elapsedMs < shortestMs) return void this.discard()
    const run = this.#run
    const microphone = this.#microphone
    const { preview } = recording
    this.#stands('finishing')
    const { elapsedMs, ended } = this.recording ?? recording
    const bytes = this.#kept ?? microphone?.stop()
    const recorded = ended && preview ? preview : bytes && (await this.ports.finish(await bytes, elapsedMs))
    if (this.#run !== run) return undefined
    this.#clear()
    return recorded && { ...recorded, durationMs: Math.min(recorded.durationMs, recording.maxMs) }
  }

  #clear(): void {
    this.#run++
    this.#untick()
    this.#microphone = undefined
    this.#kept = undefined
    this.store.setState({}, true)
  }

  #runs(): void {
    const { recording } = this
    if (!recording) return
    const { preview: _, asking: __, ...rest } = recording
    this.#since = this.ports.now()
    this.store.setState({ recording: { ...rest, phase: 'recording' } }, true)
    this.#untick = this.ports.every(tickMs, () => this.#tick())
  }

  /** The clock stands still. */
  #stands(phase: 'paused' | 'finishing' = 'paused'): void {
    this.#untick()
    if (this.recording?.phase === 'recording') this.#before = this.#elapsed()
    this.#change({ phase, held: false, elapsedMs: this.#before })
  }

  #elapsed(): number {
    return this.#before + Math.max(0, this.ports.now() - this.#since)
  }

  #tick(): void {
    const { recording } = this
    if (recording?.phase !== 'recording') return
    const elapsedMs = this.#elapsed()
    const level = this.#microphone?.level() ?? 0
    this.#change({ elapsedMs, levels: [...recording.levels, level].slice(-levelsShown) })
    if (elapsedMs >= recording.maxMs - sparedMs) this.#end('limit')
  }

  /** The recording can't go on. What there is can be heard, sent or thrown away. */
  #end(ended: 'limit' | 'lost'): void {
    const { recording } = this
    if (!recording || recording.phase === 'finishing' || recording.ended) return
    if (recording.phase === 'starting') {
      this.discard()
      return
    }
    this.#stands()
    this.#change({ ended })
    this.#kept = this.#microphone?.stop()
    if (this.#kept) void this.#preview(this.#kept)
  }

  async #preview(bytes: Promise<Blob>): Promise<void> {
    const run = this.#run
    const { elapsedMs } = this.recording ?? { elapsedMs: 0 }
    const preview = await this.ports.finish(await bytes, elapsedMs)
    const { recording } = this
    if (this.#run === run && recording?.phase === 'paused' && recording.elapsedMs === elapsedMs)
      this.#change({ preview })
  }

  #change(change: Partial<Recording>): void {
    const { recording } = this
    if (recording) this.store.setState({ recording: { ...recording, ...change } }, true)
  }
}
