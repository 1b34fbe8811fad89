import type { VoiceBody } from '@parley/protocol'
import type { TimelineMessage } from '@parley/sdk/api'
import { Download, Pause, Play } from 'lucide-react'
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import { useFormat, useT } from '../i18n'
import { useSelector } from '../lib/client'
import { useMedia } from '../media/use-media'
import { durationText, timeText } from './clock'
import { isPlayable } from './playable'
import { usePlayer } from './player'
import { playerStore } from './track'
import styles from './voice.module.css'
import { Waveform } from './waveform'

export interface VoiceContentProps {
  readonly message: TimelineMessage
  readonly body: VoiceBody
  readonly meta: ReactNode
  readonly reachable: boolean
}

/** Shown if the browser can't play it. */
const VoiceDownload = ({ message, body, reachable }: Omit<VoiceContentProps, 'meta'>) => {
  const t = useT()
  const format = useFormat()
  const { chatId, id: messageId, seq } = message
  const source = useMedia(seq === undefined ? undefined : body.mediaId, { chatId, messageId })
  return (
    <a
      className={styles.download}
      href={source?.url}
      download={body.name}
      tabIndex={reachable ? 0 : -1}
      title={t('downloadFile', { name: body.name, size: format.bytes(body.size) })}
      data-testid="voice-download"
      data-open-media
    >
      <Download size={20} strokeWidth={1.75} aria-hidden />
      <span>{t('voiceUnplayable')}</span>
    </a>
  )
}

const SpeedButton = ({ reachable }: { readonly reachable: boolean }) => {
  const t = useT()
  const player = usePlayer()
  const speed = useStore(playerStore, (state) => state.speed)
  return (
    <button
      type="button"
      className={styles.speed}
      tabIndex={reachable ? 0 : -1}
      aria-label={t('playbackSpeed', { speed: String(speed) })}
      onClick={() => player.faster()}
    >
      {speed}×
    </button>
  )
}

const VoicePlayer = ({ message, body, reachable }: Omit<VoiceContentProps, 'meta'>) => {
  const t = useT()
  const player = usePlayer()
  const { id, chatId, senderId, seq } = message
  const { mediaId, durationMs, peaks } = body
  const playing = useStore(playerStore, (state) => (state.playing?.key === id ? state.playing : undefined))
  const runs = playing?.runs ?? false
  const track = { chatId, messageId: id, mediaId, senderId, durationMs, ...(seq === undefined ? {} : { seq }) }
  const sound = { key: id, durationMs, track }
  const label = runs ? t('pauseVoice') : t('playVoice', { time: durationText(durationMs) })
  const Icon = runs ? Pause : Play
  return (
    <>
      <button
        type="button"
        className={styles.play}
        tabIndex={reachable ? 0 : -1}
        aria-label={label}
        data-testid="voice-play"
        data-open-media
        onClick={() => player.toggle(sound)}
      >
        <Icon size={20} strokeWidth={1.75} fill="currentColor" aria-hidden />
      </button>
      <Waveform
        peaks={peaks}
        atMs={playing?.atMs ?? 0}
        durationMs={durationMs}
        reachable={reachable}
        onSeek={(atMs) => player.seek(sound, atMs)}
      />
      <span className={styles.time} data-testid="voice-time">
        {playing ? `${timeText(playing.atMs)} / ${durationText(durationMs)}` : durationText(durationMs)}
      </span>
      {playing && <SpeedButton reachable={reachable} />}
    </>
  )
}

/** A voice message: its waveform, its play button, its duration, and whether it was played. */
export const VoiceContent = ({ message, body, meta, reachable }: VoiceContentProps) => {
  const t = useT()
  const unplayed = useSelector(
    (state) => message.seq !== undefined && message.senderId !== state.me?.id && !state.played.has(message.id),
  )
  const refused = useStore(playerStore, (state) => state.unplayable.has(message.id))
  const Shown = refused || !isPlayable(body.mime) ? VoiceDownload : VoicePlayer
  return (
    <div className={styles.voice} data-testid="voice" data-unplayed={unplayed || undefined}>
      <Shown message={message} body={body} reachable={reachable} />
      <span className={styles.foot}>
        {unplayed && <span className={styles.dot} role="img" aria-label={t('notPlayedYet')} />}
        {meta}
      </span>
    </div>
  )
}
