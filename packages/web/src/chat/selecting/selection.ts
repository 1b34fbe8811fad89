import type { MessageId } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import type { TimelineMessage } from '@parley/sdk/api'
import { createStore, type StoreApi } from 'zustand/vanilla'

/** The messages that the user has selected. Empty outside the selection mode. */
export interface Selection {
  readonly messages: ReadonlyMap<MessageId, TimelineMessage>
}

export const createSelection = (): StoreApi<Selection> => createStore<Selection>(() => ({ messages: new Map() }))

/** Whether a message can be selected: it is stored, and some action applies to it. */
export const isSelectable = ({ seq, body }: Pick<TimelineMessage, 'seq' | 'body'>): boolean =>
  seq !== undefined && body.type !== 'retracted' && body.type !== 'withheld' && body.type !== 'system'

/** Selects or deselects a message. The limit is what one call can hide. */
export const toggleSelected = (selection: StoreApi<Selection>, message: TimelineMessage): void =>
  selection.setState(({ messages }) => {
    const next = new Map(messages)
    if (!next.delete(message.id) && next.size < limits.hideMax) next.set(message.id, message)
    return { messages: next }
  })

export const stopSelecting = (selection: StoreApi<Selection>): void => selection.setState({ messages: new Map() })
