import type { ChatId } from '@parley/protocol'
import { useState } from 'react'
import { useClient } from '../../client'
import { useT } from '../../i18n'
import { orToast } from '../../problem'
import { toast } from '../../ui'
import { namingOf } from './mentionable'
import { useEditing } from './use-editing'

/** Changing an own message in the composer: what is written, saving it, and leaving it be. */
export const useEditMode = (chatId: ChatId) => {
  const client = useClient()
  const t = useT()
  const [editing, edit] = useEditing(chatId)
  const [saving, setSaving] = useState(false)

  /** The text stays until the server has it. */
  const save = async (text: string) => {
    if (!editing || saving) return
    if (text !== editing.was) {
      setSaving(true)
      const naming = namingOf(client.state.get(), { chatId, text, was: editing.naming })
      const saved = await orToast(t, client.edit(chatId, editing.id, { type: 'text', text, ...naming }))
      setSaving(false)
      if (!saved) return
    }
    edit(undefined)
  }
  /** What was written can be taken up again. */
  const cancel = (): boolean => {
    if (!editing || saving) return false
    edit(undefined)
    if (editing.text !== editing.was)
      toast(t('editDiscarded'), { action: { label: t('undo'), onSelect: () => edit(editing) } })
    return true
  }
  return { editing, saving, edit, save, cancel }
}
