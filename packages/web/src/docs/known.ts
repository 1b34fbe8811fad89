import type { Result } from '@parley/protocol'
import { newUuidV7 } from '@parley/protocol/ids'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { recall, remember } from '../lib/remembered'
import { groupOf, type Method, type OpenRpc } from './contract-document'

/** The ids that this visit knows, for the examples. */
interface Known {
  /** The user who is signed in to this browser. Undefined if there is none, or while it is unknown. */
  readonly me?: { readonly id: string; readonly name: string; readonly username: string } | undefined
  /** The last message sent from this page. */
  readonly messageId?: string
  /** The last chat created on this page, by group of methods. */
  readonly chats: Readonly<Record<string, string>>
}

/** Calls whose result signs this browser in. */
const signsIn = [
  'accounts.login',
  'accounts.passSecondFactor',
  'accounts.register',
  'accounts.registerIdentity',
  'accounts.restoreIdentity',
  'accounts.restore',
  'accounts.requestState',
]

const knownStore = createStore<Known>(() => ({ chats: {} }))

export const useKnown = (): Known => useStore(knownStore)

/**
 * Fetches the signed-in user, if this browser remembers a session. Without one, the call would show an error in the
 * console.
 */
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

/** Records the result of a call, so that examples use existing ids and the page knows the signed-in user. */
export const recordResult = (method: string, result: unknown, transport: 'http' | 'socket'): void => {
  const id = idOf(result)
  if (method === 'messages.send' && id) knownStore.setState({ messageId: id })
  if (method === 'groups.create' || method === 'channels.create') {
    const { chats } = knownStore.getState()
    if (id) knownStore.setState({ chats: { ...chats, [groupOf(method)]: id } })
  }
  if (method === 'accounts.logout' || method === 'accounts.close') {
    remember('signedIn', undefined)
    knownStore.setState({ me: undefined })
  }
  // Only over HTTP did the call set the cookie of this browser.
  if (transport === 'http' && signsIn.includes(method)) {
    const { user, signedIn } = result as Partial<Result<'accounts.login'> & Result<'accounts.requestState'>>
    const me = user ?? signedIn?.user
    if (!me) return
    remember('signedIn', 'yes')
    knownStore.setState({ me })
  }
}

type Ids = OpenRpc['x-example-ids']

/** Valid parameters for a method, with new ids and the known ones. */
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
