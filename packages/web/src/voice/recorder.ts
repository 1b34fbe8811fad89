import type { ChatId } from '@parley/protocol'
import { createStore, type StoreApi } from 'zustand/vanilla'

/** Why recording is impossible. */
export type NoMicrophone = 'insecure' | 'unsupported' | 'denied' | 'missing' | 'busy'

export class MicrophoneError extends Error {
  constructor(readonly reason: NoMicrophone) {
    super(reason)
  }
}

/** An open microphone that is recording. */
export interface Microphone {
  pause(): void
  resume(): void
  /** The recording so far. It continues. */
  taken(): Promise<Blob>
  /**
   * Ends the recording and releases the microphone. Resolves with the whole recording, also if the microphone was lost.
   */
  stop(): Promise<Blob>
  /** The current loudness, from 0 to 1. */
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
  /** Calls back periodically. Returns a function that stops it. */
  readonly every: (ms: number, run: () => void) => () => void
}

export interface Recording {
  readonly chatId: ChatId
  readonly phase: 'starting' | 'recording' | 'paused' | 'finishing'
  /** While the button is held. */
  readonly held: boolean
  readonly elapsedMs: number
  readonly maxMs: number
  /** The recent loudness values, from 0 to 1. */
  readonly levels: readonly number[]
  /** Why the recording can't continue. The recording so far is kept. */
  readonly ended?: 'limit' | 'lost'
  /** The preview while it is paused. */
  readonly preview?: Recorded
  /** The user is being prompted to confirm discarding. */
  readonly asking?: true
}

export interface RecorderState {
  readonly recording?: Recording
  readonly refused?: { readonly chatId: ChatId; readonly reason: NoMicrophone }
}

export const tickMs = 100
const levelsShown = 48
/** Decoded sound may be slightly longer than the clock says. */
const marginMs = 250
/** Shorter recordings are accidental presses. */
const shortestMs = 500
/** For longer recordings, Escape requests confirmation. */
const confirmAfterMs = 3_000

/**
 * Records one voice message at a time. It belongs to the page, so switching chats, rendering again and reconnecting
 * don't affect it.
 */
export class Recorder {
  #microphone: Microphone | undefined
  /** The recording of a microphone that was lost, or that reached the limit. */
  #kept: Promise<Blob> | undefined
  #before = 0
  #since = 0
  #untick: () => void = () => undefined
  /** The number of the current recording, so that late results of earlier ones are ignored. */
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

  /** The button was released, and the recording continues. */
  lock(): void {
    this.#change({ held: false })
  }

  pause(): void {
    if (this.recording?.phase !== 'recording') return
    this.#microphone?.pause()
    this.#stopClock()
    if (this.#microphone) void this.#preview(this.#microphone.taken())
  }

  resume(): void {
    const { recording } = this
    if (recording?.phase !== 'paused' || recording.ended) return
    this.#microphone?.resume()
    this.#runs()
  }

  /** Discards a short recording. For a longer one, it requests confirmation. */
  escape(): void {
    const { recording } = this
    if (!recording || recording.phase === 'finishing') return
    if (recording.elapsedMs <= confirmAfterMs) this.discard()
    else if (recording.asking) this.cancelDiscard()
    else {
      this.pause()
      this.#change({ asking: true })
    }
  }

  /** The user wants to keep it. */
  cancelDiscard(): void {
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

  /** Closes the notice that recording is impossible. */
  dismissNotice(): void {
    if (!this.recording) this.store.setState({}, true)
  }

  /** Ends the recording. Resolves with the recording to send. Undefined if it is too short or there is none. */
  async finish(): Promise<Recorded | undefined> {
    const { recording } = this
    if (!recording || recording.phase === 'finishing') return undefined
    if (recording.phase === 'starting' || recording.elapsedMs < shortestMs) return void this.discard()
    const run = this.#run
    const microphone = this.#microphone
    const { preview } = recording
    this.#stopClock('finishing')
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

  /** Stops the clock. */
  #stopClock(phase: 'paused' | 'finishing' = 'paused'): void {
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
    if (elapsedMs >= recording.maxMs - marginMs) this.#end('limit')
  }

  /** The recording can't continue. The recording so far can be played, sent or discarded. */
  #end(ended: 'limit' | 'lost'): void {
    const { recording } = this
    if (!recording || recording.phase === 'finishing' || recording.ended) return
    if (recording.phase === 'starting') {
      this.discard()
      return
    }
    this.#stopClock()
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
