import type { ChatId } from '@parley/protocol'
import { SendHorizontal } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { useClient } from '../../client'
import { useT } from '../../i18n'
import { Tooltip } from '../../ui'
import { sendsOnEnter } from '../sends-on-enter'
import styles from './composer.module.css'
import { charactersLeft } from './text-length'
import { useDraft } from './use-draft'
import { useTypeAnywhere } from './use-type-anywhere'

export interface ComposerProps {
  readonly chatId: ChatId
  readonly chatName: string
  /** Called just before a message goes out. */
  readonly onSending: () => void
}

const coarse = (): boolean => matchMedia('(pointer: coarse)').matches

const CharacterCount = ({ left }: { readonly left: number }) => {
  const t = useT()
  return (
    <div className={styles.count} data-over={left < 0 || undefined} role="status" id="composer-count">
      {left < 0 ? t('charactersOver', { count: -left }) : t('charactersLeft', { count: left })}
    </div>
  )
}

/** Where a message is written: a plain text field that grows, and the button that sends. */
export const Composer = ({ chatId, chatName, onSending }: ComposerProps) => {
  const client = useClient()
  const t = useT()
  const field = useRef<HTMLTextAreaElement>(null)
  const { text, write, flush } = useDraft(chatId)
  const left = charactersLeft(text)
  const canSend = text.trim() !== '' && (left ?? 0) >= 0
  useTypeAnywhere(field)
  useEffect(() => {
    if (!coarse()) field.current?.focus({ preventScroll: true })
  }, [])

  const send = () => {
    if (!canSend) return
    onSending()
    client.send(chatId, { type: 'text', text: text.replace(/^\s*\n|\s+$/g, '') })
    write('')
    field.current?.focus({ preventScroll: true })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (!sendsOnEnter(event.nativeEvent, coarse() ? 'coarse' : 'fine')) return
    event.preventDefault()
    send()
  }
  return (
    <div className={styles.composer}>
      {left !== undefined && <CharacterCount left={left} />}
      <div className={styles.line}>
        <textarea
          ref={field}
          className={styles.field}
          data-testid="composer"
          rows={1}
          dir="auto"
          value={text}
          placeholder={t('messageTo')}
          aria-label={t('messageLabel', { name: chatName })}
          aria-invalid={left !== undefined && left < 0}
          aria-describedby={left === undefined ? undefined : 'composer-count'}
          enterKeyHint="enter"
          autoComplete="off"
          onKeyDown={onKeyDown}
          onBlur={flush}
          onChange={(event) => {
            write(event.target.value)
            if (event.target.value.trim() !== '') client.typing(chatId)
          }}
        />
        <Tooltip label={t('send')} side="top">
          <button
            type="button"
            className={styles.send}
            data-testid="send"
            aria-label={t('send')}
            disabled={!canSend}
            onPointerDown={(event) => event.preventDefault()}
            onClick={send}
          >
            <SendHorizontal size={20} strokeWidth={1.75} aria-hidden />
          </button>
        </Tooltip>
      </div>
    </div>
  )
}
