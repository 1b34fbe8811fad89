import type { User } from '@parley/protocol'
import { isUuidV7 } from '@parley/protocol/ids'
import { visibleText } from '@parley/protocol/visible'

/** The state of a search for people. */
export type PersonSearch =
  | { readonly status: 'idle' }
  | { readonly status: 'searching'; readonly query: string }
  | { readonly status: 'found'; readonly users: readonly User[] }
  | { readonly status: 'none'; readonly query: string }
  | { readonly status: 'failed'; readonly thrown: unknown }

const fewestChars = 2

/**
 * The part of a query that the server can search: the beginning of a name, a user name with or without `@`, or an id.
 * Undefined while it is too short.
 */
export const searchedText = (query: string): string | undefined => {
  const text = visibleText(query)
  if (isUuidV7(text.toLowerCase())) return text.toLowerCase()
  return [...text.replace(/^@/, '')].length < fewestChars ? undefined : text
}

/** The state of a search after the server's response. */
export const searchAnswered = (query: string, users: readonly User[]): PersonSearch =>
  users.length > 0 ? { status: 'found', users } : { status: 'none', query }

/** The people found so far. */
export const foundUsers = (search: PersonSearch): readonly User[] => (search.status === 'found' ? search.users : [])
