import type { ChatId } from '@parley/protocol'
import type { TimelineMessage } from '@parley/sdk/api'
import { Copy, Download, EyeOff, Forward, type LucideIcon, Trash2, X } from 'lucide-react'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { useBackCloses } from '../../history/use-back-closes'
import { useFormat, useT } from '../../i18n'
import { useClient } from '../../lib/client'
import { usePhone } from '../../lib/media'
import { userName } from '../../people/chat-name'
import { Button, IconButton, toast } from '../../ui'
import { copyToClipboard } from '../../ui/copy-to-clipboard'
import { onDemand } from '../../ui/on-demand'
import { orToast } from '../../ui/problem'
import { copyText } from '../copy-text'
import { useMessageActions, usePaneStores } from '../pane-contexts'
import { messagePlainText } from '../rows/message-plain-text'
import styles from './selecting.module.css'
import { stopSelecting } from './selection'

const bySeq = (a: TimelineMessage, b: TimelineMessage): number => (a.seq ?? 0) - (b.seq ?? 0)

/** An action on all selected messages. */
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
  const { actsOf, forward, retract } = useMessageActions()
  const { selection } = usePaneStores()
  const end = () => stopSelecting(selection)
  const copy = async () => {
    const state = client.state.get()
    const copied = messages.map((message) => ({
      name: userName(state, message.senderId, t),
      time: format.time(message.at),
      text: messagePlainText(message, { t, state, texts: 'written' }),
    }))
    if (!(await copyToClipboard(copyText(copied)))) return void toast(t('copyRefused'), { kind: 'danger' })
    toast(t('messagesCopied', { count: messages.length }))
    end()
  }
  const save = async () => {
    const loaded = await onDemand(t, () => import('../../media/save-all'))
    if (!loaded) return
    end()
    await loaded.saveAll({ t, client }, messages)
  }
  const hide = async () => {
    const ids = messages.map(({ id }) => id)
    const done = await orToast(
      t,
      client.hide(chatId, ids).then(() => true),
    )
    if (done) end()
  }
  const retractAll = () => {
    retract(messages)
    end()
  }
  const tasks: readonly Task[] = [
    { key: 'forward', icon: Forward, label: t('forwardMessage'), run: () => forward(messages, end) },
    { key: 'copy', icon: Copy, label: t('copyText'), run: () => void copy() },
    { key: 'download', icon: Download, label: t('saveAll'), run: () => void save() },
    { key: 'hide', icon: EyeOff, label: t('hideMessage'), run: () => void hide() },
    { key: 'retract', icon: Trash2, label: t('retractMessage'), run: retractAll },
  ]
  return tasks.filter(({ key }) => {
    const may = (message: TimelineMessage) => actsOf(message).includes(key)
    // Selected messages without files don't prevent saving the others' files.
    return key === 'download' ? messages.some(may) : messages.every(may)
  })
}

/** Replaces the composer while messages are selected. */
export const SelectionBar = ({ chatId }: { readonly chatId: ChatId }) => {
  const t = useT()
  const { selection } = usePaneStores()
  const selected = useStore(selection, ({ messages }) => messages)
  const messages = [...selected.values()].sort(bySeq)
  const tasks = useTasks(chatId, messages)
  const phone = usePhone()
  useBackCloses(phone, () => stopSelecting(selection))
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      // The forwarding dialog handles Escape itself.
      const inDialog = event.target instanceof Element && event.target.closest('[role=dialog]')
      if (event.key !== 'Escape' || event.defaultPrevented || inDialog) return
      event.preventDefault()
      stopSelecting(selection)
    }
    document.addEventListener('keydown', onKeyDown, true)
    return () => document.removeEventListener('keydown', onKeyDown, true)
  }, [selection])
  return (
    <div className={styles.bar} role="toolbar" aria-label={t('selectedMessages')} data-testid="selection-bar">
      <IconButton icon={X} label={t('endSelecting')} side="top" onClick={() => stopSelecting(selection)} />
      <span className={styles.count} role="status">
        <span className={styles.sentence}>{t('selectedCount', { count: messages.length })}</span>
        <span className={styles.number} aria-hidden>
          {messages.length}
        </span>
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
