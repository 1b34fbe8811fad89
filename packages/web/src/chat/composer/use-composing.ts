import type { ChatId, ContactBody, LocationBody, ReplyTo } from '@parley/protocol'
import type { RefObject } from 'react'
import { useClient } from '../../client'
import { sendAttached } from '../../media/attached'
import type { Editing } from '../viewport/chat-memory'
import { namingOf } from './mentionable'
import { outgoingText } from './outgoing-text'
import { useDraft } from './use-draft'
import { useEditMode } from './use-edit-mode'

interface ComposingOptions {
  readonly chatId: ChatId
  readonly field: RefObject<HTMLElement | null>
  /** Called just before a message goes out. */
  readonly onSending: () => void
}

/** What is being written: a new message, maybe one that answers another, or the new text of an own one. */
export const useComposing = ({ chatId, field, onSending }: ComposingOptions) => {
  const client = useClient()
  const { text: draft, replyTo, change, leave } = useDraft(chatId, field)
  const { editing, saving, edit, save, cancel: cancelEdit } = useEditMode(chatId)

  const write = (next: string) => {
    if (editing) return edit({ ...editing, text: next })
    change({ text: next })
    if (next.trim() !== '') client.typing(chatId)
  }
  const send = () => {
    const text = outgoingText(editing?.text ?? draft)
    if (editing) return void save(text)
    onSending()
    const naming = namingOf(client.state.get(), { chatId, text })
    if (!sendAttached(client, chatId, { text, replyTo, naming }))
      client.send(chatId, { type: 'text', text }, { replyTo, ...naming })
    change({ text: '', replyTo: undefined })
  }
  /** Sends what was chosen beside the text, which stays; it is the answer to what is being answered. */
  const sendCard = (body: LocationBody | ContactBody) => {
    onSending()
    client.send(chatId, body, replyTo && { replyTo })
    change({ replyTo: undefined })
  }
  const reply = (to: ReplyTo) => {
    cancelEdit()
    change({ replyTo: to })
  }
  /** Ends changing a message, or answering one; false if neither goes on. */
  const cancel = (): boolean => {
    if (editing) return cancelEdit()
    if (replyTo) change({ replyTo: undefined })
    return replyTo !== undefined
  }
  const start = (next: Editing) => edit(next)
  const acts = { write, send, sendCard, reply, edit: start, cancel, leave }
  return { text: editing?.text ?? draft, replyTo, editing, saving, ...acts }
}
