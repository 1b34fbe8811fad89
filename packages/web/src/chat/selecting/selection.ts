import type { MessageId } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import type { TimelineMessage } from '@parley/sdk/api'
import { createStore, type StoreApi } from 'zustand/vanilla'

/** The messages that the person has selected; none: nothing is being selected. */
export interface Selection {
  readonly messages: ReadonlyMap<MessageId, TimelineMessage>
}

export const createSelection = (): StoreApi<Selection> => createStore<Selection>(() => ({ messages: new Map() }))

/** Selects a message, or no longer; as many as one call can hide. */
export const toggleSelected = (selection: StoreApi<Selection>, message: TimelineMessage): void =>
  selection.setState(({ messages }) => {
    const next = new Map(messages)
    if (!next.delete(message.id) && next.size < limits.hideMax) next.set(message.id, message)
    return { messages: next }
  })

export const stopSelecting = (selection: StoreApi<Selection>): void => selection.setState({ messages: new Map() })
