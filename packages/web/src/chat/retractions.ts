import type { MessageId } from '@parley/protocol'
import type { TimelineMessage } from '@parley/sdk/api'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { toast } from '../ui'
import type { ActionContext } from '../ui/action-context'
import { orToast } from '../ui/problem'
import { runWithUndo } from './undo-window'

/** Messages that already show as retracted. */
const store = createStore<ReadonlySet<MessageId>>(() => new Set())

const mark = (id: MessageId, shown: boolean): void => {
  const ids = new Set(store.getState())
  if (shown) ids.add(id)
  else ids.delete(id)
  store.setState(ids, true)
}

export const isRetracting = (id: MessageId): boolean => store.getState().has(id)

/** The same as a hook. */
export const useRetracting = (id: MessageId | undefined): boolean =>
  useStore(store, (ids) => id !== undefined && ids.has(id))

const send = async ({ t, client }: ActionContext, messages: readonly TimelineMessage[]): Promise<void> => {
  for (const { chatId, id } of messages) {
    await orToast(t, client.retract(chatId, id))
    mark(id, false)
  }
}

/**
 * Retracts messages: at once on the screen, and on the server when undo is no longer possible.
 * @param untilMs end of the server's window, if there is one, which may leave no time to undo
 */
export const retract = (
  context: ActionContext,
  messages: readonly TimelineMessage[],
  untilMs = Number.POSITIVE_INFINITY,
): void => {
  const { t } = context
  const markAll = (shown: boolean) => {
    for (const { id } of messages) mark(id, shown)
  }
  markAll(true)
  const said = messages.length > 1 ? t('messagesRetracted', { count: messages.length }) : t('messageRetracted')
  runWithUndo({
    untilMs,
    offer: (undo) => toast(said, { action: { label: t('undo'), onSelect: undo } }),
    run: () => void send(context, messages),
    undone: () => markAll(false),
    page: window,
  })
}
