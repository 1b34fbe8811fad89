import type { User } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import { useEffect, useState } from 'react'
import { useClient } from '../client'

/** How the search for a person stands. */
export type PersonSearch =
  | { readonly status: 'idle' }
  | { readonly status: 'searching'; readonly username: string }
  | { readonly status: 'found'; readonly user: User }
  | { readonly status: 'none'; readonly username: string }
  | { readonly status: 'failed'; readonly thrown: unknown }

const pauseMs = 350

/** The user name that somebody typed, with or without @; undefined while it cannot be one. */
export const typedUsername = (query: string): string | undefined => {
  const name = query.trim().replace(/^@/, '').toLowerCase()
  const possible = /^[a-z][a-z0-9_.]*$/.test(name)
  return possible && name.length >= limits.usernameMinChars && name.length <= limits.usernameMaxChars ? name : undefined
}

/** Looks for a person by exact user name, after a pause in typing. */
export const usePersonSearch = (query: string): PersonSearch => {
  const client = useClient()
  const username = typedUsername(query)
  const [search, setSearch] = useState<PersonSearch>({ status: 'idle' })
  useEffect(() => {
    if (username === undefined) return setSearch({ status: 'idle' })
    setSearch({ status: 'searching', username })
    let current = true
    const look = async () => {
      const found = await client
        .call('users.search', { query: username })
        .then(({ users: [user] }): PersonSearch => (user ? { status: 'found', user } : { status: 'none', username }))
        .catch((thrown: unknown): PersonSearch => ({ status: 'failed', thrown }))
      if (current) setSearch(found)
    }
    const timer = setTimeout(() => void look(), pauseMs)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [client, username])
  return search
}
