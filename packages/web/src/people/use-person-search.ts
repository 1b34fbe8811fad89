import { useEffect, useState } from 'react'
import { useClient } from '../lib/client'
import { debouncedQuery } from '../lib/debounced-query'
import { type PersonSearch, searchAnswered, searchedText } from './person-search'
import { rememberUsers } from './use-user'

const pauseMs = 350

/** Searches people by the beginning of their name, by user name or by id, after a pause in typing. */
export const usePersonSearch = (query: string): PersonSearch => {
  const client = useClient()
  const text = searchedText(query)
  const [search, setSearch] = useState<PersonSearch>({ status: 'idle' })
  useEffect(() => {
    if (text === undefined) return setSearch({ status: 'idle' })
    setSearch({ status: 'searching', query: text })
    const look = async (): Promise<PersonSearch> => {
      const { users } = await client.call('users.search', { query: text })
      rememberUsers(users)
      return searchAnswered(text, users)
    }
    const failed = (thrown: unknown): PersonSearch => ({ status: 'failed', thrown })
    return debouncedQuery(pauseMs, () => look().catch(failed), setSearch)
  }, [client, text])
  return search
}
