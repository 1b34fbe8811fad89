import type { MessageId } from '@parley/protocol'
import type { TimelineMessage } from '@parley/sdk/api'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { client } from '../client'
import type { T } from '../i18n/catalog'
import { orToast } from '../problem'
import { toast } from '../ui'
import { runUnlessUndone } from './undo-window'

/** Messages that are shown as taken back already. */
const store = createStore<ReadonlySet<MessageId>>(() => new Set())

const mark = (id: MessageId, shown: boolean): void => {
  const ids = new Set(store.getState())
  if (shown) ids.add(id)
  else ids.delete(id)
  store.setState(ids, true)
}

/** Whether a message is about to be taken back. */
export const useRetracting = (id: MessageId | undefined): boolean =>
  useStore(store, (ids) => id !== undefined && ids.has(id))

const tell = async (t: T, messages: readonly TimelineMessage[]): Promise<void> => {
  for (const { chatId, id } of messages) {
    await orToast(t, client.retract(chatId, id))
    mark(id, false)
  }
}

/**
 * Takes messages back: shown at once, told to the server when it can no longer be undone.
 * @param untilMs when the server stops allowing it, if it does; then there may be no time to undo
 */
export const retract = (t: T, messages: readonly TimelineMessage[], untilMs = Number.POSITIVE_INFINITY): void => {
  const markAll = (shown: boolean) => {
    for (const { id } of messages) mark(id, shown)
  }
  markAll(true)
  const said = messages.length > 1 ? t('messagesRetracted', { count: messages.length }) : t('messageRetracted')
  runUnlessUndone({
    untilMs,
    offer: (undo) => toast(said, { action: { label: t('undo'), onSelect: undo } }),
    run: () => void tell(t, messages),
    undone: () => markAll(false),
    page: window,
  })
}
