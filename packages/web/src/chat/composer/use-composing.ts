import type { ChatId, ReplyTo } from '@parley/protocol'
import { isVisible } from '@parley/protocol/visible'
import type { WrittenBody } from '@parley/sdk/store/store'
import type { RefObject } from 'react'
import { useClient } from '../../lib/client'
import { sendAttached } from '../../media/attached'
import { outgoingText } from '../outgoing-text'
import type { Editing } from '../viewport/chat-memory'
import { mentionsOf } from './mentionable'
import { useDraft } from './use-draft'
import { useEditMode } from './use-edit-mode'

interface ComposingOptions {
  readonly chatId: ChatId
  readonly field: RefObject<HTMLElement | null>
  /** Called just before a message is sent. */
  readonly onSending: () => void
}

/** The content of the composer: a new message, maybe as a reply, or the new text of an own message. */
export const useComposing = ({ chatId, field, onSending }: ComposingOptions) => {
  const client = useClient()
  const { text: draft, replyTo, change, leave } = useDraft(chatId, field)
  const { editing, saving, edit, save, cancel: cancelEdit } = useEditMode(chatId)

  const write = (next: string) => {
    if (editing) return edit({ ...editing, text: next })
    change({ text: next })
    if (isVisible(next)) client.typing(chatId)
  }
  const send = () => {
    const text = outgoingText(editing?.text ?? draft)
    if (editing?.failed) onSending()
    if (editing) return void save(text)
    onSending()
    const naming = mentionsOf(client.state.get(), { chatId, text })
    if (!sendAttached(client, chatId, { text, replyTo, naming }))
      client.send(chatId, { type: 'text', text }, { replyTo, ...naming })
    change({ text: '', replyTo: undefined })
  }
  /** Sends a card and keeps the text. The card becomes the reply if there is a message to reply to. */
  const sendCard = (body: WrittenBody) => {
    onSending()
    client.send(chatId, body, replyTo && { replyTo })
    change({ replyTo: undefined })
  }
  const reply = (to: ReplyTo) => {
    cancelEdit()
    change({ replyTo: to })
  }
  /** Cancels the edit or the reply. Returns false if there is neither. */
  const cancel = (): boolean => {
    if (editing) return cancelEdit()
    if (replyTo) change({ replyTo: undefined })
    return replyTo !== undefined
  }
  const start = (next: Editing) => edit(next)
  const acts = { write, send, sendCard, reply, edit: start, cancel, leave }
  return { text: editing?.text ?? draft, replyTo, editing, saving, ...acts }
}
