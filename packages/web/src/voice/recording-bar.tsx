import type { ChatId } from '@parley/protocol'
import { Lock, Mic, Pause, Play, SendHorizontal, Trash2 } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { useClient } from '../client'
import { useT } from '../i18n'
import { isOverlayOpen } from '../shell/overlay-open'
import { Button, IconButton } from '../ui'
import { durationText, timeText } from './clock'
import { usePlayer } from './player'
import type { NoMicrophone, Recording } from './recorder'
import { recorder } from './recording'
import { playerStore } from './track'
import { useSendVoice } from './use-send-voice'
import styles from './voice.module.css'
import { Waveform } from './waveform'

/** The end of a long recording is said so much before it comes. */
const warnMs = 30_000

const [levelPx, levelsPx] = [5, 28]

/** How loud the last moments were, the newest at the end. */
const Levels = ({ levels }: Pick<Recording, 'levels'>) => {
  const path = levels.map((level, at) => {
    const height = Math.max(3, level * levelsPx)
    return `M${(at - levels.length) * levelPx} ${(levelsPx - height) / 2}h3v${height}h-3z`
  })
  return (
    <div className={styles.levels} aria-hidden data-testid="levels" data-level={levels.at(-1)?.toFixed(2)}>
      <svg aria-hidden width={240} height={levelsPx} viewBox={`-240 0 240 ${levelsPx}`}>
        <path d={path.join('')} />
      </svg>
    </div>
  )
}

/** What can be heard of a recording that is paused. */
const Preview = ({ preview }: { readonly preview: NonNullable<Recording['preview']> }) => {
  const t = useT()
  const player = usePlayer()
  const playing = useStore(playerStore, (state) => (state.playing?.key === 'preview' ? state.playing : undefined))
  const sound = { key: 'preview', durationMs: preview.durationMs, bytes: preview.bytes }
  // What is heard ends with what it was.
  useEffect(() => () => void (playerStore.getState().playing?.key === 'preview' && player.close()), [player])
  return (
    <>
      <IconButton
        icon={playing?.runs ? Pause : Play}
        label={playing?.runs ? t('pauseVoice') : t('playVoice', { time: durationText(preview.durationMs) })}
        side="top"
        onClick={() => player.toggle(sound)}
      />
      <Waveform
        peaks={preview.peaks}
        atMs={playing?.atMs ?? 0}
        durationMs={preview.durationMs}
        reachable
        onSeek={(atMs) => player.seek(sound, atMs)}
      />
    </>
  )
}

export interface RecordingBarProps {
  readonly recording: Recording
  readonly onSend: () => void
}

const Middle = ({ recording }: Pick<RecordingBarProps, 'recording'>) => {
  const t = useT()
  const { phase, held, elapsedMs, levels, preview } = recording
  return (
    <div className={styles.recordingMiddle}>
      {phase === 'recording' && <span className={styles.red} aria-hidden />}
      <span className={styles.recorded} role="timer" aria-label={t('recordingVoice')} data-testid="recorded">
        {timeText(elapsedMs)}
      </span>
      {phase === 'paused' && preview ? <Preview preview={preview} /> : <Levels levels={levels} />}
      {held && <span className={styles.hint}>{t('slideToCancel')}</span>}
    </div>
  )
}

const Asking = () => {
  const t = useT()
  const keep = useRef<HTMLButtonElement>(null)
  useEffect(() => keep.current?.focus(), [])
  return (
    <div className={styles.refused}>
      <p role="alert">{t('discardRecording')}</p>
      <Button ref={keep} kind="secondary" onClick={() => recorder.keep()}>
        {t('keepRecording')}
      </Button>
      <Button kind="danger" onClick={() => recorder.discard()}>
        {t('discardVoice')}
      </Button>
    </div>
  )
}

/** Why the recording stopped by itself, or soon will. */
const noticeOf = ({ ended, elapsedMs, maxMs }: Recording, t: ReturnType<typeof useT>): string => {
  if (ended === 'limit') return t('recordingLimit', { time: durationText(maxMs) })
  if (ended === 'lost') return t('recordingLost')
  const leftMs = maxMs - elapsedMs
  return leftMs <= Math.min(warnMs, maxMs / 4) ? t('recordingEnds', { time: durationText(leftMs) }) : ''
}

/** Stands in the place of the composer while a voice message is recorded. */
export const RecordingBar = ({ recording, onSend }: RecordingBarProps) => {
  const t = useT()
  const { phase, held, ended, asking } = recording
  const notice = noticeOf(recording, t)
  const busy = phase === 'starting' || phase === 'finishing'
  if (asking) return <Asking />
  return (
    <>
      <p className={notice ? styles.notice : 'sr-only'} role="status">
        {notice}
      </p>
      <div className={styles.recording}>
        <IconButton icon={Trash2} label={t('discardVoice')} side="top" onClick={() => recorder.discard()} />
        <Middle recording={recording} />
        {held ? (
          <IconButton icon={Lock} label={t('lockRecording')} side="top" onClick={() => recorder.lock()} />
        ) : phase === 'paused' ? (
          <IconButton
            icon={Mic}
            label={t('continueRecording')}
            side="top"
            disabled={ended !== undefined}
            onClick={() => recorder.resume()}
          />
        ) : (
          <IconButton
            icon={Pause}
            label={t('pauseRecording')}
            side="top"
            disabled={busy}
            onClick={() => recorder.pause()}
          />
        )}
        <button
          type="button"
          className={styles.sendVoice}
          aria-label={t('sendVoice')}
          data-testid="send-voice"
          disabled={busy}
          onClick={onSend}
        >
          <SendHorizontal size={20} strokeWidth={1.75} aria-hidden />
        </button>
      </div>
    </>
  )
}

/** Escape, wherever the focus is in this chat: before the chat takes it. */
const useEscapes = () => {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || isOverlayOpen()) return
      event.preventDefault()
      event.stopPropagation()
      if (recorder.recording) recorder.escape()
      else recorder.understood()
    }
    addEventListener('keydown', onKeyDown, true)
    return () => removeEventListener('keydown', onKeyDown, true)
  }, [])
}

/** Why nothing can be recorded here, and what can be sent instead. */
export const NoMicrophoneBar = ({
  reason,
  focused = true,
  onFile,
  onClose,
}: {
  readonly reason: NoMicrophone
  /** Takes the focus when it appears. */
  readonly focused?: boolean
  readonly onFile: (file: File) => void
  readonly onClose: () => void
}) => {
  const t = useT()
  const input = useRef<HTMLInputElement>(null)
  const close = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (focused) close.current?.focus()
  }, [focused])
  return (
    <div className={styles.refused} data-testid="no-microphone">
      <p role="alert">{t(`noMicrophone_${reason}`)}</p>
      <Button kind="primary" onClick={() => input.current?.click()}>
        {t('sendAudioFile')}
      </Button>
      <Button ref={close} kind="secondary" onClick={onClose}>
        {t('close')}
      </Button>
      <input
        ref={input}
        type="file"
        accept="audio/*"
        hidden
        tabIndex={-1}
        aria-hidden
        data-testid="audio-file"
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? []
          if (file) onFile(file)
        }}
      />
    </div>
  )
}

export interface RecordingAreaProps {
  readonly chatId: ChatId
  readonly onSending: () => void
  /** Nothing is recorded here any more: the composer is back. */
  readonly onDone: () => void
}

/** What stands in the place of the composer's line while there is a recording in this chat, or none can be made. */
export const RecordingArea = ({ chatId, onSending, onDone }: RecordingAreaProps) => {
  const client = useClient()
  const { recording, refused } = useStore(recorder.store)
  const send = useSendVoice(chatId, onSending)
  const area = useRef<HTMLDivElement>(null)
  const runs = recording?.phase === 'recording'
  useEscapes()
  useEffect(() => {
    if (!runs) return
    client.typing(chatId, 'recording')
    const timer = setInterval(() => client.typing(chatId, 'recording'), 1_000)
    return () => clearInterval(timer)
  }, [client, chatId, runs])
  useEffect(() => {
    // The keys of the recording work at once; the composer takes the focus back.
    area.current?.focus({ preventScroll: true })
    return onDone
  }, [onDone])
  return (
    <div ref={area} tabIndex={-1} className="outline-none" data-testid="recording">
      {recording && <RecordingBar recording={recording} onSend={() => void send()} />}
      {refused && (
        <NoMicrophoneBar
          reason={refused.reason}
          onClose={() => recorder.understood()}
          onFile={(file) => {
            recorder.understood()
            onSending()
            client.sendMedia(chatId, { type: 'file', bytes: file, name: file.name })
          }}
        />
      )}
    </div>
  )
}
