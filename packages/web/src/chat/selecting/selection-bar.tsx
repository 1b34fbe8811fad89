import type { ChatId } from '@parley/protocol'
import type { TimelineMessage } from '@parley/sdk/api'
import { Copy, Download, EyeOff, Forward, type LucideIcon, Undo2, X } from 'lucide-react'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { useClient } from '../../client'
import { useFormat, useT } from '../../i18n'
import { userName } from '../../people/chat-name'
import { orToast } from '../../problem'
import { Button, IconButton, toast } from '../../ui'
import { persistently } from '../../ui/persistently'
import { copyText } from '../copy-text'
import { copyToClipboard } from '../copy-to-clipboard'
import { messageWords } from '../rows/message-words'
import { useRowSurroundings } from '../rows/row-context'
import styles from './selecting.module.css'
import { stopSelecting } from './selection'

const bySeq = (a: TimelineMessage, b: TimelineMessage): number => (a.seq ?? 0) - (b.seq ?? 0)

/** Something that can be done with all that is selected. */
interface Task {
  readonly key: 'forward' | 'copy' | 'download' | 'hide' | 'retract'
  readonly icon: LucideIcon
  readonly label: string
  readonly run: () => void
}

const useTasks = (chatId: ChatId, messages: readonly TimelineMessage[]): readonly Task[] => {
  const t = useT()
  const format = useFormat()
  const client = useClient()
  const { actions } = useRowSurroundings()
  const end = () => stopSelecting(actions.selection)
  const copy = async () => {
    const state = client.state.get()
    const copied = messages.map((message) => ({
      name: userName(state, message.senderId, t),
      time: format.time(message.at),
      text: messageWords(message, { t, state }),
    }))
    if (!(await copyToClipboard(copyText(copied)))) return void toast(t('copyRefused'), { kind: 'danger' })
    toast(t('messagesCopied', { count: messages.length }))
    end()
  }
  const save = async () => {
    const { saveAll } = await persistently(() => import('../../media/save-all'))
    end()
    await saveAll(t, messages)
  }
  const hide = async () => {
    const ids = messages.map(({ id }) => id)
    const done = await orToast(
      t,
      client.hide(chatId, ids).then(() => true),
    )
    if (done) end()
  }
  const retract = () => {
    actions.retract(messages)
    end()
  }
  const tasks: readonly Task[] = [
    { key: 'forward', icon: Forward, label: t('forwardMessage'), run: () => actions.forward(messages, end) },
    { key: 'copy', icon: Copy, label: t('copyText'), run: () => void copy() },
    { key: 'download', icon: Download, label: t('saveAll'), run: () => void save() },
    { key: 'hide', icon: EyeOff, label: t('hideMessage'), run: () => void hide() },
    { key: 'retract', icon: Undo2, label: t('retractMessage'), run: retract },
  ]
  return tasks.filter(({ key }) => {
    const may = (message: TimelineMessage) => actions.actsOf(message).includes(key)
    // Words among the files don't keep the files from being saved.
    return key === 'download' ? messages.some(may) : messages.every(may)
  })
}

/** Stands in place of the composer while messages are selected. */
export const SelectionBar = ({ chatId }: { readonly chatId: ChatId }) => {
  const t = useT()
  const { actions } = useRowSurroundings()
  const selected = useStore(actions.selection, ({ messages }) => messages)
  const messages = [...selected.values()].sort(bySeq)
  const tasks = useTasks(chatId, messages)
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      // The dialog that forwards them closes by itself.
      const inDialog = event.target instanceof Element && event.target.closest('[role=dialog]')
      if (event.key !== 'Escape' || event.defaultPrevented || inDialog) return
      event.preventDefault()
      stopSelecting(actions.selection)
    }
    document.addEventListener('keydown', onKeyDown, true)
    return () => document.removeEventListener('keydown', onKeyDown, true)
  }, [actions])
  return (
    <div className={styles.bar} role="toolbar" aria-label={t('selectedMessages')} data-testid="selection-bar">
      <IconButton icon={X} label={t('endSelecting')} side="top" onClick={() => stopSelecting(actions.selection)} />
      <span className={styles.count} role="status">
        {t('selectedCount', { count: messages.length })}
      </span>
      {tasks.map(({ key, icon: Icon, label, run }) => (
        <Button key={key} kind="secondary" size="small" onClick={run}>
          <Icon size={16} strokeWidth={1.75} aria-hidden className={key === 'retract' ? 'text-danger' : undefined} />
          <span className={styles.words}>{label}</span>
        </Button>
      ))}
    </div>
  )
}
