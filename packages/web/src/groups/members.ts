import type { ChatId, UserId } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import { visibleText } from '@parley/protocol/visible'
import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { useT } from '../i18n'
import { useClient, useSelector } from '../lib/client'
import { debouncedQuery } from '../lib/debounced-query'
import { findMembers } from '../people/find-members'
import { rememberUsers, useLookedUp } from '../people/use-user'
import { orToast } from '../ui/problem'
import { useMemberCount } from './member-count'
import { type Members, orderedMembers } from './member-order'
import { moreMembers } from './more-members'
import { pendingMembers } from './pending-members'

/** The client queries the server after this much time without typing. */
const pauseMs = 250

/** Results that are enough to choose from. */
const enough = 50

const none: Members = new Map()

/** The server's results among members of a large group whom the client doesn't hold. */
const useFound = (chatId: ChatId, query: string): Members => {
  const client = useClient()
  const [found, setFound] = useState(none)
  useEffect(() => {
    if (query === '') return setFound(none)
    return debouncedQuery(
      pauseMs,
      () => findMembers(enough, (after) => client.call('groups.members', { chatId, query, ...(after && { after }) })),
      ({ users, members }) => {
        rememberUsers(users)
        setFound(new Map(members.map((member) => [member.userId, member])))
      },
    )
  }, [client, chatId, query])
  return found
}

/**
 * The current members of a group: the owner first, then admins, then by name. A query filters them. Large groups load
 * in pages: first the held members, then pages from the server.
 */
export const useMembers = (chatId: ChatId, typed: string) => {
  const t = useT()
  const client = useClient()
  const [fetched, setFetched] = useState(none)
  const count = useMemberCount(chatId)
  const [exhausted, setExhausted] = useState(false)
  const [loading, setLoading] = useState(false)
  const held = useSelector((state) => state.chats.get(chatId)?.members ?? none)
  const isLarge = held.size >= limits.membersPage
  const query = visibleText(typed)
  const found = useFound(chatId, isLarge ? query : '')
  const lookedUp = useLookedUp()
  const expected = useStore(pendingMembers)
  const { users, friends, me } = useSelector((state) => ({ users: state.users, friends: state.friends, me: state.me }))
  // Only these inputs decide the order. Other changes must not sort thousands of members again.
  const { members, present } = useMemo(() => {
    const userOf = (id: UserId) => users.get(id) ?? (me?.id === id ? me : lookedUp.get(id))
    const nameless = t('deletedAccount')
    return orderedMembers({ held, fetched, found, expected, friends, userOf, query, nameless })
  }, [users, friends, me, lookedUp, expected, held, found, fetched, query, t])
  const loadMore = async () => {
    setLoading(true)
    const loaded = await moreMembers({ fetched, held }, async (after) => {
      const page = await orToast(t, client.call('groups.members', { chatId, ...(after && { after }) }))
      if (page) rememberUsers(page.users)
      return page
    })
    setExhausted(loaded.exhausted)
    setFetched(loaded.fetched)
    setLoading(false)
  }
  const more = query === '' && !exhausted && isLarge
  return { members, count: count && Math.max(count, present), more, loading, loadMore: () => void loadMore() }
}
