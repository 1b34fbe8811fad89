import type { User } from '@parley/protocol'
import type { UserId } from '@parley/protocol/ids'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { useT } from '../i18n'
import { useClient, useSelector } from '../lib/client'
import { remarkOf, userName } from './names'

/** Fetched people who belong to none of the viewer's chats, so the client's state doesn't hold them. */
const lookedUp = createStore<{ readonly users: ReadonlyMap<UserId, User> }>(() => ({ users: new Map() }))

/** Keeps the profiles of search results, so that they open at once. */
export const rememberUsers = (users: readonly User[]): void =>
  lookedUp.setState((before) => ({
    users: new Map([...before.users, ...users.map((user) => [user.id, user] as const)]),
  }))

/** All people fetched so far. */
export const useLookedUp = (): ReadonlyMap<UserId, User> => useStore(lookedUp, ({ users }) => users)

export interface UserLookup {
  readonly user?: User
  /** The account doesn't exist. */
  readonly missing: boolean
}

/** Any person's profile, from the client's state or fetched from the server. */
export const useUser = (userId: UserId): UserLookup => {
  const client = useClient()
  const held = useSelector((state) => (state.me?.id === userId ? state.me : state.users.get(userId)))
  const found = useStore(lookedUp, (state) => state.users.get(userId))
  const live = useSelector((state) => state.connection.phase === 'live')
  const [missing, setMissing] = useState(false)
  const user = held ?? found
  const asks = user === undefined && live
  useEffect(() => {
    if (!asks) return
    let current = true
    client.call('users.get', { ids: [userId] }).then(
      ({ users }) => {
        rememberUsers(users)
        if (current) setMissing(users.length === 0)
      },
      () => undefined,
    )
    return () => {
      current = false
    }
  }, [client, userId, asks])
  // An erased account has a profile without a name.
  const gone = user?.deleted === true
  return { ...(user && !gone && { user }), missing: gone || (user === undefined && missing) }
}

/** The viewer's name for a person, whether or not the client holds them. */
export const useAnyName = (userId: UserId): string => {
  const t = useT()
  const { user } = useUser(userId)
  return useSelector((state) => remarkOf(state, userId) ?? user?.name ?? userName(state, userId, t))
}
