import type { ChatId } from '@parley/protocol'
import { useState } from 'react'
import { useClient } from '../../client'
import { chatMemory, type Editing } from '../viewport/chat-memory'

/** The message that the composer changes; it stays that way while other chats are looked at. */
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
