import type { ChatId } from '@parley/protocol'
import { useState } from 'react'
import { useT } from '../../i18n'
import { useClient } from '../../lib/client'
import { toast } from '../../ui'
import { orToast } from '../../ui/problem'
import { chatMemory, type Editing } from '../viewport/chat-memory'
import { mentionsOf } from './mentionable'

/** The message being edited in the composer. It stays so while other chats are open. */
export const useEditing = (chatId: ChatId) => {
  const client = useClient()
  const memory = chatMemory(client, chatId)
  const [editing, setEditing] = useState(memory.editing)
  const edit = (next: Editing | undefined) => {
    chatMemory(client, chatId).editing = next
    setEditing(next)
  }
  return [editing, edit] as const
}

/** Editing an own message in the composer: its text, saving it, and cancelling. */
export const useEditMode = (chatId: ChatId) => {
  const client = useClient()
  const t = useT()
  const [editing, edit] = useEditing(chatId)
  const [saving, setSaving] = useState(false)

  /** The text stays until the server has stored it. */
  const save = async (text: string) => {
    if (!editing || saving) return
    if (editing.failed) {
      const { replyTo } = editing.failed
      const naming = mentionsOf(client.state.get(), { chatId, text, was: editing.naming })
      client.send(chatId, { type: 'text', text }, { ...(replyTo && { replyTo }), ...naming })
      client.discard(chatId, editing.id)
      return edit(undefined)
    }
    if (text !== editing.was) {
      setSaving(true)
      const naming = mentionsOf(client.state.get(), { chatId, text, was: editing.naming })
      const saved = await orToast(t, client.edit(chatId, editing.id, { type: 'text', text, ...naming }))
      setSaving(false)
      if (!saved) return
    }
    edit(undefined)
  }
  /** Undo restores the edited text. */
  const cancel = (): boolean => {
    if (!editing || saving) return false
    edit(undefined)
    if (editing.text !== editing.was)
      toast(t('editDiscarded'), { action: { label: t('undo'), onSelect: () => edit(editing) } })
    return true
  }
  return { editing, saving, edit, save, cancel }
}
