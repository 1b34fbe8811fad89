import type { User } from '@parley/protocol'
import { isUuidV7 } from '@parley/protocol/ids'
import { useEffect, useState } from 'react'
import { useClient } from '../client'
import { rememberUsers } from './use-user'

/** How the search for people stands. */
export type PersonSearch =
  | { readonly status: 'idle' }
  | { readonly status: 'searching'; readonly query: string }
  | { readonly status: 'found'; readonly users: readonly User[] }
  | { readonly status: 'none'; readonly query: string }
  | { readonly status: 'failed'; readonly thrown: unknown }

const pauseMs = 350
const fewestChars = 2

/**
 * What the server can search for in what somebody typed: the beginning of a name, a user name with or without @, or an
 * id. Undefined while it is too short.
 */
export const searchedText = (query: string): string | undefined => {
  const text = query.trim()
  if (isUuidV7(text.toLowerCase())) return text.toLowerCase()
  return [...text.replace(/^@/, '')].length < fewestChars ? undefined : text
}

/** Looks for people by the beginning of their name, by user name or id, after a pause in typing. */
export const usePersonSearch = (query: string): PersonSearch => {
  const client = useClient()
  const text = searchedText(query)
  const [search, setSearch] = useState<PersonSearch>({ status: 'idle' })
  useEffect(() => {
    if (text === undefined) return setSearch({ status: 'idle' })
    setSearch({ status: 'searching', query: text })
    let current = true
    const look = async () => {
      const found = await client
        .call('users.search', { query: text })
        .then(({ users }): PersonSearch => {
          rememberUsers(users)
          return users.length > 0 ? { status: 'found', users } : { status: 'none', query: text }
        })
        .catch((thrown: unknown): PersonSearch => ({ status: 'failed', thrown }))
      if (current) setSearch(found)
    }
    const timer = setTimeout(() => void look(), pauseMs)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [client, text])
  return search
}

/** The people found, or nobody yet. */
export const foundUsers = (search: PersonSearch): readonly User[] => (search.status === 'found' ? search.users : [])
