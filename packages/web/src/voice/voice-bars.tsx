import type { ChatId } from '@parley/protocol'
import { Mic, Pause, Play, X } from 'lucide-react'
import { useEffect } from 'react'
import { navigate } from 'wouter/use-browser-location'
import { useStore } from 'zustand'
import { useT } from '../i18n'
import { useChatName, useMemberName } from '../people/chat-name'
import { fromInside, paths, useOpenChat } from '../shell/places'
import { IconButton } from '../ui'
import { durationText, timeText } from './clock'
import { usePlayer } from './player'
import type { Recording } from './recorder'
import { recorder } from './recording'
import { type Playing, playerStore, type Track } from './track'
import styles from './voice.module.css'

/** What is heard, wherever the person is: pause, speed, back to the message. */
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
        <span className={styles.barName}>{name}</span>
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

/** A recording goes on in another chat. */
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

/** Leaving the page throws a recording away: the browser asks. */
const useLeaving = (records: boolean) => {
  useEffect(() => {
    if (!records) return
    const onLeaving = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', onLeaving)
    return () => removeEventListener('beforeunload', onLeaving)
  }, [records])
}

/** The lines above everything about a voice message that plays, and about a recording in another chat. */
export const VoiceBars = () => {
  const player = usePlayer()
  const playing = useStore(playerStore, (state) => state.playing)
  const recording = useStore(recorder.store, (state) => state.recording)
  const open: ChatId | undefined = useOpenChat()
  useLeaving(recording !== undefined)
  // Signed out: nothing is heard or recorded any more.
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
