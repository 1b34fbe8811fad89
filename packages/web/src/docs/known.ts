import type { Result } from '@parley/protocol'
import { newUuidV7 } from '@parley/protocol/ids'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { recall, remember } from '../remembered'
import { groupOf, type Method, type OpenRpc } from './contract-document'

/** What this visit knows of the one who tries things out. */
interface Known {
  /** Who is signed in in this browser; undefined while nobody is, or while it is not known yet. */
  readonly me?: { readonly id: string; readonly name: string; readonly username: string } | undefined
  /** The last message that was sent from here. */
  readonly messageId?: string
  /** The last chat that was made from here, by group of methods. */
  readonly chats: Readonly<Record<string, string>>
}

const knownStore = createStore<Known>(() => ({ chats: {} }))

export const useKnown = (): Known => useStore(knownStore)

/** Asks who is signed in, if this browser remembers a session: a call without one would be an error in its console. */
export const findCaller = async (): Promise<void> => {
  if (recall('signedIn') === undefined) return
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }
  const response = await fetch('/api/accounts.me', init).catch(() => undefined)
  if (response?.ok) knownStore.setState({ me: ((await response.json()) as Result<'accounts.me'>).user })
}

const idOf = (result: unknown): string | undefined => {
  const { id, chat } = (result ?? {}) as { id?: string; chat?: { id?: string } }
  return chat?.id ?? id
}

/** Takes in what a call brought about: examples name what exists, and the page knows who is signed in. */
export const learn = (method: string, result: unknown, transport: 'http' | 'socket'): void => {
  const id = idOf(result)
  if (method === 'messages.send' && id) knownStore.setState({ messageId: id })
  if (method === 'groups.create' || method === 'channels.create') {
    const { chats } = knownStore.getState()
    if (id) knownStore.setState({ chats: { ...chats, [groupOf(method)]: id } })
  }
  if (method === 'accounts.logout') {
    remember('signedIn', undefined)
    knownStore.setState({ me: undefined })
  }
  // Over HTTP alone it set the cookie of this browser.
  if (transport === 'http' && (method === 'accounts.login' || method === 'accounts.register')) {
    remember('signedIn', 'yes')
    knownStore.setState({ me: (result as Result<'accounts.login'>).user })
  }
}

type Ids = OpenRpc['x-example-ids']

/** Parameters for a method that can be tried as they are: with fresh ids, and those of what is known. */
export const tryableParams = (method: Method, ids: Ids, known: Known): unknown => {
  const params = Object.fromEntries(method.examples[0]?.params.map(({ name, value }) => [name, value]) ?? [])
  const instead: Readonly<Record<string, string | undefined>> = {
    [ids.fresh]: newUuidV7(),
    [ids.UserId]: known.me?.id,
    [ids.MessageId]: known.messageId,
    [ids.ChatId]: known.chats[groupOf(method.name)],
  }
  return JSON.parse(JSON.stringify(params), (_key, value) => (typeof value === 'string' && instead[value]) || value)
}
