import type { ChatId } from '@parley/protocol'
import { Mic, Pause, Play, X } from 'lucide-react'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { navigate } from '../history/navigate'
import { useT } from '../i18n'
import { fromInside, paths, useOpenChat } from '../navigation/places'
import { useChatName, useMemberName } from '../people/chat-name'
import { IconButton } from '../ui'
import { durationText, timeText } from './clock'
import { usePlayer } from './player'
import type { Recording } from './recorder'
import { recorder } from './recording'
import { type Playing, playerStore, type Track } from './track'
import styles from './voice.module.css'

/** Controls for the current sound in every place of the client: pause, speed, and a link to the message. */
export const PlayerBar = ({ playing, track }: { readonly playing: Playing; readonly track: Track }) => {
  const t = useT()
  const player = usePlayer()
  const speed = useStore(playerStore, (state) => state.speed)
  const name = useMemberName(track.chatId, track.senderId)
  const chat = useChatName(track.chatId)
  useEffect(() => {
    const { mediaSession } = navigator
    if (mediaSession) mediaSession.metadata = new MediaMetadata({ title: name, artist: chat })
  }, [name, chat])
  const { seq } = track
  const open = () =>
    navigate(seq === undefined ? paths.chat(track.chatId) : paths.message(track.chatId, seq), { state: fromInside })
  return (
    <section className={styles.bar} aria-label={t('voiceMessage')} data-testid="player-bar">
      <IconButton
        icon={playing.runs ? Pause : Play}
        label={playing.runs ? t('pauseVoice') : t('playVoice', { time: durationText(playing.durationMs) })}
        onClick={() => player.toggle({ key: track.messageId, durationMs: track.durationMs, track })}
      />
      <button type="button" className={styles.barWords} onClick={open}>
        <span className="sr-only">{t('showVoice')}</span>
        <bdi className={styles.barName}>{name}</bdi>
        <span className={styles.barTime}>
          {timeText(playing.atMs)} / {durationText(playing.durationMs)}
        </span>
      </button>
      <button
        type="button"
        className={styles.speed}
        aria-label={t('playbackSpeed', { speed: String(speed) })}
        onClick={() => player.faster()}
      >
        {speed}×
      </button>
      <IconButton icon={X} label={t('closePlayer')} onClick={() => player.close()} />
    </section>
  )
}

/** Shown while another chat has a recording. */
export const ElsewhereBar = ({ recording }: { readonly recording: Recording }) => {
  const t = useT()
  const name = useChatName(recording.chatId)
  return (
    <section className={styles.bar} aria-label={t('recordingVoice')} data-testid="recording-elsewhere">
      <button
        type="button"
        className={styles.barWords}
        onClick={() => navigate(paths.chat(recording.chatId), { state: fromInside })}
      >
        <Mic size={18} strokeWidth={1.75} aria-hidden className="mx-8 shrink-0 text-danger" />
        <span className={styles.barName}>{t('recordingIn', { name })}</span>
        <span className={styles.barTime}>{timeText(recording.elapsedMs)}</span>
      </button>
      <IconButton icon={X} label={t('discardVoice')} onClick={() => recorder.escape()} />
    </section>
  )
}

/** Makes the browser prompt before the page closes, since that discards the recording. */
const useLeaving = (records: boolean) => {
  useEffect(() => {
    if (!records) return
    const onLeaving = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', onLeaving)
    return () => removeEventListener('beforeunload', onLeaving)
  }, [records])
}

/** The bars above everything: for the current voice message, and for a recording in another chat. */
export const VoiceBars = () => {
  const player = usePlayer()
  const playing = useStore(playerStore, (state) => state.playing)
  const recording = useStore(recorder.store, (state) => state.recording)
  const open: ChatId | undefined = useOpenChat()
  useLeaving(recording !== undefined)
  // After sign-out, playing and recording stop.
  useEffect(
    () => () => {
      player.close()
      recorder.discard()
    },
    [player],
  )
  return (
    <>
      {recording && recording.chatId !== open && <ElsewhereBar recording={recording} />}
      {playing?.track && <PlayerBar playing={playing} track={playing.track} />}
    </>
  )
}
