import type { ChatId, ReplyTo } from '@parley/protocol'
import { type Ref, Suspense, useEffect, useImperativeHandle, useRef } from 'react'
import { useSelector } from '../../client'
import { useT } from '../../i18n'
import { usePicked } from '../../media/picked'
import { late } from '../../ui/late'
import { useRowSurroundings } from '../rows/row-context'
import type { Editing } from '../viewport/chat-memory'
import { AttachButton } from './attach-button'
import styles from './composer.module.css'
import { EditStrip } from './edit-strip'
import { chooseEmoji, EmojiButton } from './emoji-button'
import { ReplyStrip } from './reply-strip'
import { SendButton } from './send-button'
import { charactersLeft } from './text-length'
import { coarse, useComposerKeys } from './use-composer-keys'
import { useComposing } from './use-composing'
import { clockText, useCountdown } from './use-countdown'
import { useSuggesting } from './use-suggesting'
import { useTypeAnywhere } from './use-type-anywhere'

const PictureTray = late(async () => (await import('../../media/picture-tray')).PictureTray)

/** What others can do with the composer. */
export interface ComposerHandle {
  readonly reply: (to: ReplyTo) => void
  readonly edit: (editing: Editing) => void
  /** Ends changing a message, or answering one; false if neither goes on. */
  readonly cancel: () => boolean
}

export interface ComposerProps {
  readonly ref: Ref<ComposerHandle>
  readonly chatId: ChatId
  readonly chatName: string
  /** Called just before a message goes out. */
  readonly onSending: () => void
}

const Suggestions = late(async () => (await import('./suggestions')).Suggestions)

const CharacterCount = ({ left }: { readonly left: number }) => {
  const t = useT()
  return (
    <div className={styles.count} data-over={left < 0 || undefined} role="status" id="composer-count">
      {left < 0 ? t('charactersOver', { count: -left }) : t('charactersLeft', { count: left })}
    </div>
  )
}

/** How long a next message has to wait; an edit does not. */
const useSlowMode = (chatId: ChatId, editing: unknown): number => {
  const waitMs = useCountdown(useSelector((state) => state.chats.get(chatId)?.nextSendAt))
  return editing ? 0 : Math.max(0, waitMs)
}

const SlowModeWait = ({ ms }: { readonly ms: number }) => {
  const t = useT()
  return (
    <div className={styles.count} role="timer" data-testid="slow-mode">
      {t('slowModeWait', { time: clockText(ms) })}
    </div>
  )
}

const done = (run: () => unknown) => (): boolean => {
  run()
  return true
}

/** Where a message is written: a plain text field that grows, and the button that sends. */
export const Composer = ({ ref, chatId, chatName, onSending }: ComposerProps) => {
  const t = useT()
  const field = useRef<HTMLTextAreaElement>(null)
  const files = useRef<HTMLInputElement>(null)
  const { actions } = useRowSurroundings()
  const { text, replyTo, editing, saving, leave, ...composing } = useComposing({ chatId, field, onSending })
  const left = charactersLeft(text)
  const waitMs = useSlowMode(chatId, editing)
  const picked = usePicked(chatId)
  const canSend = (text.trim() !== '' || (picked.length > 0 && !editing)) && (left ?? 0) >= 0 && !saving && waitMs === 0
  const focus = () => field.current?.focus({ preventScroll: true })
  useTypeAnywhere(field)
  useEffect(() => {
    if (!coarse()) field.current?.focus({ preventScroll: true })
  }, [])
  const thenFocus = (run: () => unknown) => {
    run()
    focus()
  }
  useImperativeHandle(ref, () => ({
    reply: (to) => thenFocus(() => composing.reply(to)),
    edit: (next) => thenFocus(() => composing.edit(next)),
    cancel: composing.cancel,
  }))

  const send = () => canSend && thenFocus(composing.send)
  const cancel = () => thenFocus(composing.cancel)
  const { token, suggestions, onCaret, ...suggesting } = useSuggesting(chatId, text)
  const idle = text === '' && !editing && !replyTo
  const onKeyDown = useComposerKeys({
    field,
    suggestions,
    acts: {
      send: done(send),
      'edit-last': () => idle && done(actions.editLast)(),
      'stop-editing': composing.cancel,
      'attach-pictures': () => !editing && done(() => files.current?.click())(),
      'choose-emoji': done(() => field.current && chooseEmoji(field.current, field.current)),
    },
  })
  return (
    <div className={styles.composer}>
      {editing && <EditStrip editing={editing} onCancel={cancel} field={field} />}
      {replyTo && !editing && <ReplyStrip replyTo={replyTo} onCancel={cancel} field={field} />}
      {waitMs > 0 && <SlowModeWait ms={waitMs} />}
      {left !== undefined && <CharacterCount left={left} />}
      {token && (
        <Suspense fallback={null}>
          <Suggestions ref={suggestions} chatId={chatId} field={field} token={token} onClose={suggesting.close} />
        </Suspense>
      )}
      {picked.length > 0 && !editing && (
        <Suspense fallback={<div className={styles.tray} />}>
          <PictureTray chatId={chatId} picked={picked} onRemoved={focus} />
        </Suspense>
      )}
      <div className={styles.line}>
        {!editing && <AttachButton input={files} chatId={chatId} onPicked={focus} />}
        <div className={styles.writing}>
          <textarea
            ref={field}
            className={styles.field}
            data-testid="composer"
            rows={1}
            dir="auto"
            value={text}
            readOnly={saving}
            placeholder={t(picked.length > 0 && !editing ? 'captionTo' : 'messageTo')}
            aria-label={editing ? t('editingMessage') : t('messageLabel', { name: chatName })}
            aria-invalid={left !== undefined && left < 0}
            aria-describedby={left === undefined ? undefined : 'composer-count'}
            enterKeyHint="enter"
            autoComplete="off"
            onKeyDown={onKeyDown}
            onBlur={leave}
            onSelect={onCaret}
            onChange={(event) => {
              onCaret(event)
              composing.write(event.target.value)
            }}
          />
          <EmojiButton field={field} />
        </div>
        <SendButton saves={editing !== undefined} disabled={!canSend} onSend={send} />
      </div>
    </div>
  )
}
