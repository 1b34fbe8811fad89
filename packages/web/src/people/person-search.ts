import type { User } from '@parley/protocol'
import { isUuidV7 } from '@parley/protocol/ids'

/** How the search for people stands. */
export type PersonSearch =
  | { readonly status: 'idle' }
  | { readonly status: 'searching'; readonly query: string }
  | { readonly status: 'found'; readonly users: readonly User[] }
  | { readonly status: 'none'; readonly query: string }
  | { readonly status: 'failed'; readonly thrown: unknown }

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

/** How a search stands once the server answered. */
export const searchAnswered = (query: string, users: readonly User[]): PersonSearch =>
  users.length > 0 ? { status: 'found', users } : { status: 'none', query }

/** The people found, or nobody yet. */
export const foundUsers = (search: PersonSearch): readonly User[] => (search.status === 'found' ? search.users : [])
