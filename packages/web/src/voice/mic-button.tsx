import type { ChatId } from '@parley/protocol'
import { Mic } from 'lucide-react'
import { type PointerEvent, useEffect, useRef } from 'react'
import { useT } from '../i18n'
import { useSelector } from '../lib/client'
import { IconButton, toast } from '../ui'
import { movedTo, releasedAfter } from './holding'
import { recorder } from './recording'
import { useSendVoice } from './use-send-voice'

export interface MicButtonProps {
  readonly chatId: ChatId
  /** Called just before a recording is sent. */
  readonly onSending: () => void
  readonly className?: string | undefined
  /** The user pressed it before its code had loaded. */
  readonly startsAtOnce: boolean
}

/** Records while held, or after a click until the recording is sent or discarded. */
export const MicButton = ({ chatId, onSending, className, startsAtOnce }: MicButtonProps) => {
  const t = useT()
  const maxMs = useSelector((state) => state.voiceMaxMs)
  const send = useSendVoice(chatId, onSending)
  const letGo = useRef<() => void>(undefined)
  useEffect(() => () => letGo.current?.(), [])
  const start = (held: boolean) => {
    if (recorder.recording) toast(t('recordingElsewhere'))
    else void recorder.start(chatId, { maxMs, held })
  }
  const first = useRef(startsAtOnce)
  useEffect(() => {
    if (!first.current) return
    first.current = false
    start(false)
  })
  const hold = (event: PointerEvent) => {
    if (event.button !== 0) return
    // The text field keeps the focus.
    event.preventDefault()
    if (recorder.recording) return start(true)
    const { pointerId, clientX, clientY } = event
    const downAt = performance.now()
    const listening = new AbortController()
    letGo.current = () => listening.abort()
    const placeOf = (at: globalThis.PointerEvent) => ({ dx: at.clientX - clientX, dy: at.clientY - clientY })
    const on = (name: 'pointermove' | 'pointerup' | 'pointercancel', run: (at: globalThis.PointerEvent) => void) =>
      window.addEventListener(name, (at) => at.pointerId === pointerId && run(at), { signal: listening.signal })
    const end = (how: 'cancels' | 'locks' | 'sends') => {
      listening.abort()
      if (how === 'cancels') recorder.discard()
      // Until the user has granted permission, there can't be a recording to send.
      else if (how === 'locks' || recorder.recording?.phase === 'starting') recorder.lock()
      else void send()
    }
    on('pointermove', (at) => {
      const moved = movedTo(placeOf(at))
      if (moved !== 'holds') end(moved)
    })
    on('pointerup', (at) => end(releasedAfter({ ...placeOf(at), heldMs: performance.now() - downAt })))
    on('pointercancel', () => end('locks'))
    start(true)
  }
  return (
    <IconButton
      icon={Mic}
      label={t('recordVoice')}
      side="top"
      className={className}
      data-testid="record"
      onPointerDown={hold}
      onContextMenu={(event) => event.preventDefault()}
      // For keyboards and screen readers. Pointers have started it already.
      onClick={({ detail }) => detail === 0 && start(false)}
    />
  )
}
