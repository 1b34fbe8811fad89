import type { ChatId, ReplyTo } from '@parley/protocol'
import { isVisible } from '@parley/protocol/visible'
import { type Ref, Suspense, useImperativeHandle, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { useT } from '../../i18n'
import { useSelector } from '../../lib/client'
import { clockText, useCountdown } from '../../lib/use-countdown'
import { areReady, useAttached, usePicked, useSheetOpen } from '../../media/attached'
import { PickedTray } from '../../media/picked-tray'
import { lazyPart } from '../../ui/lazy-part'
import { LoadingPlaceholder } from '../../ui/loading-placeholder'
import { LazyMicButton } from '../../voice/lazy-mic-button'
import { recorderStore } from '../../voice/recorder-store'
import type { RecordingAreaProps } from '../../voice/recording-bar'
import { useMessageActions } from '../pane-contexts'
import type { Editing } from '../viewport/chat-memory'
import { AttachButton, choose } from './attach-button'
import styles from './composer.module.css'
import { EditStrip } from './edit-strip'
import { chooseEmoji, EmojiButton } from './emoji-button'
import { ReplyStrip } from './reply-strip'
import { SendButton } from './send-button'
import { charactersLeft } from './text-length'
import { useComposerKeys } from './use-composer-keys'
import { useComposing } from './use-composing'
import { useField } from './use-field'
import { useSuggesting } from './use-suggesting'

const AttachTray = lazyPart(async () => (await import('../../media/attach-tray')).AttachTray)
const SendSheet = lazyPart(async () => (await import('../../media/send-sheet')).SendSheet)
const RecordingArea = lazyPart(async () => (await import('../../voice')).RecordingArea)

/** The functions of the composer that other components can call. */
export interface ComposerHandle {
  readonly reply: (to: ReplyTo) => void
  readonly edit: (editing: Editing) => void
  /** Cancels the edit or the reply. Returns false if there is neither. */
  readonly cancel: () => boolean
}

export interface ComposerProps {
  readonly ref: Ref<ComposerHandle>
  readonly chatId: ChatId
  readonly chatName: string
  /** Called just before a message is sent. */
  readonly onSending: () => void
}

const NewcomerHint = lazyPart(async () => (await import('./newcomer-hint')).NewcomerHint)
const Suggestions = lazyPart(async () => (await import('./suggestions')).Suggestions)

const CharacterCount = ({ left }: { readonly left: number }) => {
  const t = useT()
  return (
    <div className={styles.count} data-over={left < 0 || undefined} role="status" id="composer-count">
      {left < 0 ? t('charactersOver', { count: -left }) : t('charactersLeft', { count: left })}
    </div>
  )
}

/** How long slow mode delays the next message. It doesn't delay edits. */
const useSlowMode = (chatId: ChatId, editing: Editing | undefined): number => {
  const waitMs = useCountdown(useSelector((state) => state.chats.get(chatId)?.nextSendAt))
  return editing && !editing.failed ? 0 : Math.max(0, waitMs)
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

const Recording = (props: RecordingAreaProps) => (
  <Suspense
    fallback={
      <LoadingPlaceholder>
        <div className={styles.line} />
      </LoadingPlaceholder>
    }
  >
    <RecordingArea {...props} />
  </Suspense>
)

/** The composer: a plain text field that grows, and the send button. */
export const Composer = ({ ref, chatId, chatName, onSending }: ComposerProps) => {
  const t = useT()
  const { field, focus } = useField()
  const files = useRef<HTMLInputElement>(null)
  const { editLast } = useMessageActions()
  const { text, replyTo, editing, saving, leave, ...composing } = useComposing({ chatId, field, onSending })
  const left = charactersLeft(text)
  const waitMs = useSlowMode(chatId, editing)
  const attachments = useAttached(chatId)
  const attached = attachments.items.length > 0 && !editing
  const picked = usePicked(chatId)
  const sheet = useSheetOpen(chatId)
  const isNew = useSelector((state) => (state.newcomerUntil ?? 0) > Date.now())
  const fileBytes = useSelector((state) => state.fileBytes)
  const mayGo = (left ?? 0) >= 0 && !saving && waitMs === 0 && picked.length === 0
  const canSend = mayGo && (attached ? areReady(attachments, fileBytes) : isVisible(text))
  // The sheet stays mounted, so that it can fade out after its last file was removed.
  const [wanted, setWanted] = useState(false)
  if (sheet && attached && !wanted) setWanted(true)
  const records = useStore(recorderStore, (state) => (state.recording ?? state.refused)?.chatId === chatId)
  const speaks = !isVisible(text) && !attached && !editing && waitMs === 0
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
      'edit-last': () => idle && done(editLast)(),
      'stop-editing': composing.cancel,
      'attach-files': () => !editing && done(() => choose(files.current, 'files'))(),
      'choose-emoji': done(() => field.current && chooseEmoji(field.current, field.current)),
    },
  })
  return (
    <div className={styles.composer}>
      {editing && <EditStrip editing={editing} onCancel={cancel} field={field} />}
      {replyTo && !editing && <ReplyStrip replyTo={replyTo} onCancel={cancel} field={field} />}
      {waitMs > 0 && <SlowModeWait ms={waitMs} />}
      {isNew && text.includes('.') && (
        <Suspense fallback={null}>
          <NewcomerHint chatId={chatId} text={text} />
        </Suspense>
      )}
      {left !== undefined && <CharacterCount left={left} />}
      {token && (
        <Suspense fallback={null}>
          <Suggestions ref={suggestions} chatId={chatId} field={field} token={token} onClose={suggesting.close} />
        </Suspense>
      )}
      {picked.length > 0 && <PickedTray items={picked} />}
      {attached && (
        <Suspense fallback={<PickedTray items={attachments.items} />}>
          <AttachTray chatId={chatId} items={attachments.items} onRemoved={focus} />
        </Suspense>
      )}
      {wanted && (
        <Suspense fallback={null}>
          <SendSheet
            {...{ chatId, chatName, attachments, text, canSend }}
            open={sheet && attached}
            onText={composing.write}
            onLeave={leave}
            onSend={send}
          />
        </Suspense>
      )}
      {records && <Recording chatId={chatId} onSending={onSending} onDone={focus} />}
      <div className={styles.line} hidden={records}>
        <AttachButton input={files} chatId={chatId} disabled={editing !== undefined} onSend={composing.sendCard} />
        <div className={styles.writing}>
          <textarea
            ref={field}
            className={styles.field}
            data-testid="composer"
            rows={1}
            dir="auto"
            value={text}
            readOnly={saving}
            placeholder={t(attached ? 'captionTo' : 'messageTo')}
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
        {speaks ? (
          <LazyMicButton chatId={chatId} onSending={onSending} className={styles.mic} />
        ) : (
          <SendButton saves={editing !== undefined && !editing.failed} disabled={!canSend} onSend={send} />
        )}
      </div>
    </div>
  )
}
