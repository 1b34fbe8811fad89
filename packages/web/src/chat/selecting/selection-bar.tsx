import type { ChatId } from '@parley/protocol'
import type { TimelineMessage } from '@parley/sdk/api'
import { Copy, EyeOff, Undo2, X } from 'lucide-react'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { useClient } from '../../client'
import { useFormat, useT } from '../../i18n'
import { userName } from '../../people/chat-name'
import { orToast } from '../../problem'
import { Button, IconButton, toast } from '../../ui'
import { copyText } from '../copy-text'
import { copyToClipboard } from '../copy-to-clipboard'
import { messageWords } from '../rows/message-words'
import { useRowSurroundings } from '../rows/row-context'
import styles from './selecting.module.css'
import { stopSelecting } from './selection'

const bySeq = (a: TimelineMessage, b: TimelineMessage): number => (a.seq ?? 0) - (b.seq ?? 0)

/** What can be done with all that is selected. */
const useTasks = (chatId: ChatId, messages: readonly TimelineMessage[]) => {
  const t = useT()
  const format = useFormat()
  const client = useClient()
  const { actions } = useRowSurroundings()
  const allMay = (act: 'copy' | 'hide' | 'retract') =>
    messages.every((message) => actions.actsOf(message).includes(act))
  const end = () => stopSelecting(actions.selection)
  return {
    end,
    copy: allMay('copy')
      ? async () => {
          const copied = messages.map((message) => ({
            name: userName(client.state.get(), message.senderId, t),
            time: format.time(message.at),
            text: messageWords(message, t),
          }))
          if (!(await copyToClipboard(copyText(copied)))) return void toast(t('copyRefused'), { kind: 'danger' })
          toast(t('messagesCopied', { count: messages.length }))
          end()
        }
      : undefined,
    hide: allMay('hide')
      ? async () => {
          const ids = messages.map(({ id }) => id)
          const done = await orToast(
            t,
            client.hide(chatId, ids).then(() => true),
          )
          if (done) end()
        }
      : undefined,
    retract: allMay('retract')
      ? () => {
          actions.retract(messages)
          end()
        }
      : undefined,
  }
}

/** Stands in place of the composer while messages are selected. */
export const SelectionBar = ({ chatId }: { readonly chatId: ChatId }) => {
  const t = useT()
  const { actions } = useRowSurroundings()
  const selected = useStore(actions.selection, ({ messages }) => messages)
  const messages = [...selected.values()].sort(bySeq)
  const { end, copy, hide, retract } = useTasks(chatId, messages)
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return
      event.preventDefault()
      stopSelecting(actions.selection)
    }
    document.addEventListener('keydown', onKeyDown, true)
    return () => document.removeEventListener('keydown', onKeyDown, true)
  }, [actions])
  return (
    <div className={styles.bar} role="toolbar" aria-label={t('selectedMessages')} data-testid="selection-bar">
      <IconButton icon={X} label={t('endSelecting')} side="top" onClick={end} />
      <span className={styles.count} role="status">
        {t('selectedCount', { count: messages.length })}
      </span>
      {copy && (
        <Button kind="secondary" size="small" onClick={() => void copy()}>
          <Copy size={16} strokeWidth={1.75} aria-hidden />
          <span className={styles.words}>{t('copyText')}</span>
        </Button>
      )}
      {hide && (
        <Button kind="secondary" size="small" onClick={() => void hide()}>
          <EyeOff size={16} strokeWidth={1.75} aria-hidden />
          <span className={styles.words}>{t('hideMessage')}</span>
        </Button>
      )}
      {retract && (
        <Button kind="secondary" size="small" onClick={retract}>
          <Undo2 size={16} strokeWidth={1.75} aria-hidden className="text-danger" />
          <span className={styles.words}>{t('retractMessage')}</span>
        </Button>
      )}
    </div>
  )
}
