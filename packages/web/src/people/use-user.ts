import type { User } from '@parley/protocol'
import type { UserId } from '@parley/protocol/ids'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { useClient, useSelector } from '../client'
import { useT } from '../i18n'
import { remarkOf, userName } from './names'

/** People who were looked up but belong to no chat of mine: the client's state does not hold them. */
const lookedUp = createStore<{ readonly users: ReadonlyMap<UserId, User> }>(() => ({ users: new Map() }))

/** Keeps the profiles of people found by a search, so that opening one shows it at once. */
export const rememberUsers = (users: readonly User[]): void =>
  lookedUp.setState((before) => ({
    users: new Map([...before.users, ...users.map((user) => [user.id, user] as const)]),
  }))

/** Everybody who was looked up so far. */
export const useLookedUp = (): ReadonlyMap<UserId, User> => useStore(lookedUp, ({ users }) => users)

export interface UserLookup {
  readonly user?: User
  /** There is no such account. */
  readonly missing: boolean
}

/** Anybody's profile: what is held, else asked from the server. */
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
  return { ...(user && { user }), missing: user === undefined && missing }
}

/** What a person goes by for me, whether or not the client holds them. */
export const useAnyName = (userId: UserId): string => {
  const t = useT()
  const { user } = useUser(userId)
  return useSelector((state) => remarkOf(state, userId) ?? user?.name ?? userName(state, userId, t))
}
