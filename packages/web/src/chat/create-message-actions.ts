import type { ChatId, MessageId } from '@parley/protocol'
import type { Timeline, TimelineMessage } from '@parley/sdk/api'
import type { RefObject } from 'react'
import type { StoreApi } from 'zustand/vanilla'
import { openDialog } from '../dialogs/dialog-store'
import { paths } from '../navigation/places'
import { toast } from '../ui'
import type { ActionContext } from '../ui/action-context'
import { copyToClipboard } from '../ui/copy-to-clipboard'
import { onDemand } from '../ui/on-demand'
import { orToast } from '../ui/problem'
import { copiedText } from './actions/body-text'
import { type ActRights, actsOf, type MessageAct } from './actions/message-acts'
import type { ComposerHandle } from './composer/composer'
import { newestOf } from './newest-of'
import type { MessageActions } from './pane-contexts'
import { isPinned, paneRights, retractableUntil } from './pane-rights'
import { chooseReaction, toggleReaction } from './reactions/react'
import { isRetracting, retract } from './retractions'
import { type Selection, toggleSelected } from './selecting/selection'

interface MessageActionsOptions extends ActionContext {
  readonly chatId: ChatId
  readonly timeline: Timeline | undefined
  readonly composer: RefObject<ComposerHandle | null>
  readonly selection: StoreApi<Selection>
}

/** The actions on the messages of a pane. */
export const createMessageActions = (options: MessageActionsOptions): MessageActions => {
  const { t, client, chatId, timeline, composer, selection } = options
  /** The viewer's rights in the chat now. */
  const rights = (reacted = false): ActRights => paneRights(client.state.get(), chatId, { reacted, nowMs: Date.now() })
  const copy = async (text: string, done: string) =>
    (await copyToClipboard(text)) ? toast(done) : toast(t('copyRefused'), { kind: 'danger' })
  const retractAll = (messages: readonly TimelineMessage[]) =>
    retract(options, messages, retractableUntil(messages, rights()))
  const forward = (messages: readonly TimelineMessage[], done?: () => void) => {
    const rows = messages.flatMap(({ row }) => row ?? [])
    openDialog({ name: 'forward', messages: rows, ...(done && { done }) })
  }
  const pinned = (id: MessageId) => isPinned(client.state.get(), chatId, id)
  const acts: Record<MessageAct, (message: TimelineMessage) => void> = {
    react: (message) => chooseReaction(options, { message, from: 'few' }),
    pin: async (message) => {
      if (!pinned(message.id)) return void orToast(t, client.pinMessage(chatId, message.id, true))
      const loaded = await onDemand(t, () => import('./bar/unpin'))
      await loaded?.unpin(options, message)
    },
    reply: ({ id, seq }) => {
      if (seq === undefined) return
      timeline?.requestQuote({ id, seq })
      composer.current?.reply({ id, seq })
    },
    forward: (message) => forward([message]),
    copy: ({ body }) => {
      const text = copiedText(body, { t, state: client.state.get() })
      if (text !== undefined) void copy(text, t('textCopied'))
    },
    download: async (message) => {
      const loaded = await onDemand(t, () => import('../media/save-all'))
      await loaded?.saveAll(options, [message])
    },
    edit: ({ id, seq, body, mentions, mentionsAll }) => {
      const naming = { mentions, mentionsAll }
      if (seq !== undefined && body.type === 'text')
        composer.current?.edit({ id, seq, was: body.text, naming, text: body.text })
    },
    retract: (message) => retractAll([message]),
    select: (message) => toggleSelected(selection, message),
    reactors: ({ id }) => openDialog({ name: 'reactors', chatId, id }),
    readers: ({ id }) => openDialog({ name: 'readers', chatId, id }),
    report: ({ id, senderId }) => openDialog({ name: 'report', userId: senderId, message: { chatId, id } }),
    hide: ({ id }) => void orToast(t, client.hide(chatId, [id])),
    link: async ({ seq }) => {
      if (seq === undefined) return
      const loaded = await onDemand(t, () => import('../sharing/copy-link'))
      await loaded?.copyLinkTo(paths.message(chatId, seq), options)
    },
  }
  return {
    forward,
    retract: retractAll,
    actsOf: (message) => {
      // The retraction can still be undone.
      if (isRetracting(message.id)) return []
      return actsOf(message, rights((timeline?.reactions.get().get(message.id)?.length ?? 0) > 0))
    },
    run: (act, message) => acts[act](message),
    react: (message, emoji) => toggleReaction(options, message)(emoji),
    reactWithAny: (message) => chooseReaction(options, { message, from: 'all' }),
    isPinned: pinned,
    editLast: async () => {
      const last = timeline && (await newestOf(timeline, (row) => actsOf(row, rights()).includes('edit')))
      if (last) acts.edit(last)
    },
  }
}
