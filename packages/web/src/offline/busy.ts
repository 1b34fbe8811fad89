import type { Client } from '@parley/sdk/api'
import { isEditingAny } from '../chat/viewport/chat-memory'
import { attachedStore } from '../media/attached-store'
import { recorderStore } from '../voice/recorder-store'
import { playerStore } from '../voice/track'

/** The parts of the page where users type and choose. */
export interface Page {
  /** All its text areas and inputs. */
  readonly fields: () => readonly { readonly type: string; readonly value: string }[]
  /** Whether a dialog, sheet or menu is open. */
  readonly overlayOpen: () => boolean
}

interface PageState {
  readonly page: Page
  readonly client: Pick<Client, 'state'>
}

/** A field has text, sent or not. */
const isWriting = ({ fields }: Page): boolean =>
  fields().some(({ type, value }) => !/^(checkbox|radio|range|file)$/.test(type) && value !== '')

/** Messages and their uploads are being sent. */
const isSending = ({ state }: PageState['client']): boolean =>
  [...state.get().chats.values()].some(({ queued }) => queued > 0)

const isAttaching = (): boolean => {
  const { byChat, picked } = attachedStore.getState()
  return byChat.size > 0 || [...picked.values()].some((files) => files.length > 0)
}

const isRecording = (): boolean => recorderStore.getState().recording !== undefined
const isListening = (): boolean => playerStore.getState().playing !== undefined

/**
 * Whether a reload would discard something that the device doesn't keep: a recording, an edit, an open dialog. It keeps
 * drafts, chosen files and unsent messages.
 */
export const wouldDiscard = ({ page, client }: PageState): boolean =>
  isRecording() || isEditingAny(client) || page.overlayOpen()

/** Whether a reload now would disturb the user: it would discard something, or interrupt typing, sending or playing. */
export const isBusy = (state: PageState): boolean =>
  wouldDiscard(state) || isWriting(state.page) || isSending(state.client) || isAttaching() || isListening()
