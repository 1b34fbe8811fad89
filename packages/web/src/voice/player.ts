import type { Client, MediaSource } from '@parley/sdk/api'
import { languageStore } from '../i18n/language'
import { useClient } from '../lib/client'
import { recall, remember } from '../lib/remembered'
import { toast } from '../ui'
import { recorder } from './recording'
import { nextSpeed, speedOf } from './seeking'
import { type Playing, playerStore, type Track } from './track'

const positionMs = 100
/** The player gives up if an address takes longer. */
const addressMs = 15_000
/** After this time, the address that failed is retried. */
const freshMs = 2_000

/** The sound to play: a message, or bytes of this page. */
export interface Sound {
  readonly key: string
  readonly durationMs: number
  readonly track?: Track
  readonly bytes?: Blob
}

const { getState, setState } = playerStore
setState({ speed: speedOf(recall('voiceSpeed')) })

/** Plays one voice message at a time, across the whole page and all tabs. */
class Player {
  readonly #audio = new Audio()
  readonly #tabs = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('parley.voice')
  #sound: Sound | undefined
  #ownUrl: string | undefined
  #retried = false
  #timer: ReturnType<typeof setInterval> | undefined
  #unfollow: (() => void) | undefined

  constructor(private readonly client: Client) {
    this.#audio.preload = 'auto'
    this.#audio.addEventListener('play', () => this.#runs(true))
    this.#audio.addEventListener('pause', () => this.#runs(false))
    this.#audio.addEventListener('ended', () => void this.#ended())
    this.#audio.addEventListener('error', () => void this.#failed())
    this.#tabs?.addEventListener('message', () => this.#giveWay())
    // Sound or video elsewhere on the page plays.
    document.addEventListener('play', () => this.pause(), true)
    recorder.store.subscribe(({ recording }) => {
      if (recording?.phase === 'starting' || recording?.phase === 'recording') this.pause()
    })
    this.#controls()
  }

  /** Plays another sound, or pauses or continues the current one. */
  toggle(sound: Sound): void {
    if (this.#sound?.key !== sound.key) void this.#load(sound)
    else if (this.#audio.paused) this.#continue()
    else this.pause()
  }

  #continue(): void {
    this.#tabs?.postMessage('plays')
    void this.#play()
  }

  /** Another tab plays. A sound that hasn't started here yet doesn't start any more. */
  #giveWay(): void {
    if (this.#audio.paused && getState().playing?.runs) this.close()
    else this.pause()
  }

  pause(): void {
    this.#audio.pause()
  }

  /** Seeks in the current sound, or plays another one from that position. */
  seek(sound: Sound, atMs: number): void {
    if (this.#sound?.key !== sound.key) return void this.#load(sound, atMs)
    this.#audio.currentTime = atMs / 1_000
    this.#change({ atMs })
  }

  faster(): void {
    const speed = nextSpeed(getState().speed)
    remember('voiceSpeed', String(speed))
    setState({ speed })
    this.#audio.playbackRate = speed
  }

  close(): void {
    this.#sound = undefined
    this.#unfollow?.()
    this.#unfollow = undefined
    clearInterval(this.#timer)
    this.#audio.pause()
    this.#audio.removeAttribute('src')
    if (this.#ownUrl) URL.revokeObjectURL(this.#ownUrl)
    this.#ownUrl = undefined
    const { playing: _, ...rest } = getState()
    setState(rest, true)
    if (navigator.mediaSession) navigator.mediaSession.metadata = null
  }

  async #load(sound: Sound, atMs = 0): Promise<void> {
    this.close()
    this.#tabs?.postMessage('plays')
    this.#sound = sound
    this.#retried = false
    const { key, durationMs, track } = sound
    setState({ playing: { key, durationMs, atMs, runs: true, ...(track && { track }) } })
    if (track?.seq !== undefined)
      this.#unfollow = this.client.whenGone(track.chatId, track.seq, () => this.#sound === sound && this.close())
    const url = await this.#urlOf(sound)
    if (this.#sound !== sound) return
    if (url === undefined) {
      this.close()
      toast(languageStore.getState().t('error_offline'))
      return
    }
    await this.#start(url, atMs)
  }

  async #start(url: string, atMs: number): Promise<void> {
    this.#audio.src = url
    this.#audio.playbackRate = getState().speed
    if (atMs > 0) this.#audio.currentTime = atMs / 1_000
    await this.#play()
  }

  async #play(): Promise<void> {
    if (recorder.recording?.phase === 'recording') recorder.pause()
    try {
      await this.#audio.play()
    } catch {
      // It was paused before it started. Unplayable sounds emit an error event.
      this.#runs(!this.#audio.paused)
    }
  }

  async #urlOf({ bytes, track }: Sound): Promise<string | undefined> {
    const own = bytes ?? (track && track.seq === undefined ? await this.#waiting(track) : undefined)
    if (own) {
      this.#ownUrl = URL.createObjectURL(own)
      return this.#ownUrl
    }
    return track && addressOf(this.client.media(track.mediaId, track))
  }

  #waiting({ messageId, mediaId }: Track): Promise<Blob | undefined> {
    return this.client.waitingBytes(messageId, mediaId)
  }

  #runs(runs: boolean): void {
    clearInterval(this.#timer)
    this.#change({ runs, atMs: this.#at() })
    if (!runs) return
    this.#timer = setInterval(() => this.#change({ atMs: this.#at() }), positionMs)
    for (const other of document.querySelectorAll<HTMLMediaElement>('audio,video')) if (!other.muted) other.pause()
    const { track } = this.#sound ?? {}
    const me = this.client.state.get().me?.id
    if (track?.seq !== undefined && track.senderId !== me) this.client.markPlayed(track.chatId, [track.messageId])
  }

  #at(): number {
    return Math.max(0, Math.min(this.#audio.currentTime * 1_000, this.#sound?.durationMs ?? 0))
  }

  /** Resets the position, and plays the next unplayed message. */
  async #ended(): Promise<void> {
    const sound = this.#sound
    clearInterval(this.#timer)
    this.#change({ runs: false, atMs: 0 })
    if (!sound?.track) return this.close()
    const next = await nextUnplayed(this.client, sound.track).catch(() => undefined)
    if (this.#sound !== sound || !this.#audio.ended) return
    if (next) await this.#load({ key: next.messageId, durationMs: next.durationMs, track: next })
    else this.close()
  }

  /** The address may have expired, so another one is tried once. */
  async #failed(): Promise<void> {
    const sound = this.#sound
    if (!sound || !this.#audio.getAttribute('src')) return
    const { track } = sound
    if (this.#ownUrl || this.#retried || !track || this.#audio.error?.code === MediaError.MEDIA_ERR_DECODE)
      return this.#giveUp()
    this.#retried = true
    const atMs = this.#at()
    const source = this.client.media(track.mediaId, track)
    const before = source.get()?.url
    this.client.mediaFailed(track.mediaId)
    const url = await addressOf(source, { before, waitMs: freshMs })
    if (this.#sound !== sound) return
    if (url === undefined) this.#giveUp()
    else await this.#start(url, atMs)
  }

  #giveUp(): void {
    const key = this.#sound?.key
    this.close()
    if (key) setState({ unplayable: new Set([...getState().unplayable, key]) })
  }

  #change(change: Partial<Playing>): void {
    const { playing } = getState()
    if (playing && playing.key === this.#sound?.key) setState({ playing: { ...playing, ...change } })
  }

  /** The media keys of headsets, keyboards and lock screens. */
  #controls(): void {
    const session = navigator.mediaSession
    if (!session) return
    session.setActionHandler('play', () => this.#continue())
    session.setActionHandler('pause', () => this.pause())
    session.setActionHandler('stop', () => this.close())
    session.setActionHandler('seekto', ({ seekTime = 0 }) => this.#sound && this.seek(this.#sound, seekTime * 1_000))
  }
}

/** The address of an upload, once it is known. Waits for one other than `before`, and accepts any after `waitMs`. */
const addressOf = (
  source: { get(): MediaSource | undefined; subscribe(listener: () => void): () => void },
  { before, waitMs = addressMs }: { readonly before?: string | undefined; readonly waitMs?: number } = {},
): Promise<string | undefined> =>
  new Promise((resolve) => {
    const found = () => {
      const url = source.get()?.url
      return url === before ? undefined : url
    }
    const done = (url: string | undefined) => {
      clearTimeout(timer)
      stop()
      resolve(url)
    }
    const timer = setTimeout(() => done(source.get()?.url), waitMs)
    const stop = source.subscribe(() => found() && done(found()))
    const known = found()
    if (known) done(known)
  })

/** The next voice message of others in the chat that the user hasn't played, including messages that aren't loaded. */
const nextUnplayed = async (client: Client, { chatId, seq }: Track): Promise<Track | undefined> => {
  const next = seq === undefined ? undefined : await client.nextVoice(chatId, seq)
  if (next?.body.type !== 'voice') return undefined
  const { mediaId, durationMs } = next.body
  return { chatId, messageId: next.id, mediaId, senderId: next.senderId, seq: next.seq, durationMs }
}

let player: Player | undefined

/** The player of this page. */
export const usePlayer = (): Player => {
  const client = useClient()
  player ??= new Player(client)
  return player
}
