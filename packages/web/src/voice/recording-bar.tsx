import type { ChatId } from '@parley/protocol'
import { Lock, Mic, Pause, Play, SendHorizontal, Trash2 } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { useT } from '../i18n'
import { useClient } from '../lib/client'
import { isOverlayOpen } from '../navigation/overlay-open'
import { Button, IconButton } from '../ui'
import { giveFocus } from '../ui/give-focus'
import { durationText, timeText } from './clock'
import { usePlayer } from './player'
import type { NoMicrophone, Recording } from './recorder'
import { recorder } from './recording'
import { playerStore } from './track'
import { useSendVoice } from './use-send-voice'
import styles from './voice.module.css'
import { Waveform } from './waveform'

/** The warning before the limit of a recording appears this early. */
const warnMs = 30_000

const [levelPx, levelsPx] = [5, 28]

/** The recent loudness values, the newest last. */
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

/** The preview of a paused recording. */
const Preview = ({ preview }: { readonly preview: NonNullable<Recording['preview']> }) => {
  const t = useT()
  const player = usePlayer()
  const playing = useStore(playerStore, (state) => (state.playing?.key === 'preview' ? state.playing : undefined))
  const sound = { key: 'preview', durationMs: preview.durationMs, bytes: preview.bytes }
  // Removing the preview stops its playback.
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
  useEffect(() => giveFocus(keep.current), [])
  return (
    <div className={styles.refused}>
      <p role="alert">{t('discardRecording')}</p>
      <Button ref={keep} kind="secondary" onClick={() => recorder.cancelDiscard()}>
        {t('keepRecording')}
      </Button>
      <Button kind="danger" onClick={() => recorder.discard()}>
        {t('discardVoice')}
      </Button>
    </div>
  )
}

/** Why the recording stopped by itself, or will soon. */
const noticeOf = ({ ended, elapsedMs, maxMs }: Recording, t: ReturnType<typeof useT>): string => {
  if (ended === 'limit') return t('recordingLimit', { time: durationText(maxMs) })
  if (ended === 'lost') return t('recordingLost')
  const leftMs = maxMs - elapsedMs
  return leftMs <= Math.min(warnMs, maxMs / 4) ? t('recordingEnds', { time: durationText(leftMs) }) : ''
}

/** Replaces the composer while a voice message is being recorded. */
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

/** Handles Escape for the whole chat, before the chat itself does. */
const useEscapes = () => {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || isOverlayOpen()) return
      event.preventDefault()
      event.stopPropagation()
      if (recorder.recording) recorder.escape()
      else recorder.dismissNotice()
    }
    addEventListener('keydown', onKeyDown, true)
    return () => removeEventListener('keydown', onKeyDown, true)
  }, [])
}

/** Why recording is impossible here, and what the user can send instead. */
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
    if (focused) giveFocus(close.current)
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
  /** Recording has ended here, and the composer returns. */
  readonly onDone: () => void
}

/** Replaces the line of the composer while this chat has a recording, or if recording is impossible. */
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
    // The keys of the recording work at once. Afterwards the composer takes the focus back.
    giveFocus(area.current, { preventScroll: true })
    return onDone
  }, [onDone])
  return (
    <div ref={area} tabIndex={-1} className="outline-none" data-testid="recording">
      {recording && <RecordingBar recording={recording} onSend={() => void send()} />}
      {refused && (
        <NoMicrophoneBar
          reason={refused.reason}
          onClose={() => recorder.dismissNotice()}
          onFile={(file) => {
            recorder.dismissNotice()
            onSending()
            client.sendMedia(chatId, { type: 'file', bytes: file, name: file.name })
          }}
        />
      )}
    </div>
  )
}
