import type { ChatId, Member, UserId } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { useClient, useSelector } from '../client'
import { expectedMembers, expectedOf } from '../groups/expected-members'
import { useMemberCount } from '../groups/member-count'
import { useT } from '../i18n'
import { nameMatches, remarkOf } from '../people/names'
import { rememberUsers, useLookedUp } from '../people/use-user'
import { orToast } from '../problem'

const rank = { owner: 0, admin: 1, member: 2 } as const
/** The server is asked once nothing was typed for this long. */
const typedMs = 250
const worthRows = 100

type Members = ReadonlyMap<UserId, Member>
const none: Members = new Map()

const byId = (members: readonly Member[]): Members => new Map(members.map((member) => [member.userId, member]))

/** Members of a large group whom the client does not hold and the server finds. */
const useFound = (chatId: ChatId, query: string): Members => {
  const client = useClient()
  const [found, setFound] = useState(none)
  useEffect(() => {
    if (query === '') return setFound(none)
    let current = true
    const ask = async () => {
      const page = await client.call('groups.members', { chatId, query }).catch(() => undefined)
      if (!current || !page) return
      rememberUsers(page.users)
      setFound(byId(page.members))
    }
    const timer = setTimeout(() => void ask(), typedMs)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [client, chatId, query])
  return found
}

/**
 * The present members of a group, the owner first, then admins, then by name; with a query, those whom it finds. Large groups
 * come page by page: what the client holds first, then what the server adds.
 */
export const useMembers = (chatId: ChatId, query: string) => {
  const t = useT()
  const client = useClient()
  const [fetched, setFetched] = useState(none)
  const count = useMemberCount(chatId)
  const [exhausted, setExhausted] = useState(false)
  const [loading, setLoading] = useState(false)
  const held = useSelector((state) => state.chats.get(chatId)?.members ?? none)
  const isLarge = held.size >= limits.snapshotMembers
  const typed = query.trim()
  const found = useFound(chatId, isLarge ? typed : '')
  const lookedUp = useLookedUp()
  const expected = useStore(expectedMembers)
  const { users, friends, me } = useSelector((state) => ({ users: state.users, friends: state.friends, me: state.me }))
  // Only these decide who stands where: thousands are not sorted for anything else that happens.
  const { members, present } = useMemo(() => {
    const userOf = (id: UserId) => users.get(id) ?? (me?.id === id ? me : lookedUp.get(id))
    const newest = (member: Member) => {
      const known = held.get(member.userId)
      return expectedOf(expected, known && known.rev > member.rev ? known : member)
    }
    const all = [...new Map([...found, ...fetched, ...held]).values()].map(newest)
    const there = all.filter(({ leftSeq }) => leftSeq === undefined)
    const matches = ({ userId, nickname }: Member) => {
      const user = userOf(userId)
      const nicknamed = nickname?.toLowerCase().includes(typed.toLowerCase())
      return typed === '' || found.has(userId) || nicknamed || (user && nameMatches({ friends }, user, typed))
    }
    const named = there.filter(matches).map((member) => {
      const { userId, nickname } = member
      return { member, name: remarkOf({ friends }, userId) ?? nickname ?? userOf(userId)?.name ?? t('deletedAccount') }
    })
    const { compare } = new Intl.Collator()
    named.sort((a, b) => rank[a.member.role] - rank[b.member.role] || compare(a.name, b.name))
    return { members: named.map(({ member }) => member), present: there.length }
  }, [users, friends, me, lookedUp, expected, held, found, fetched, typed, t])
  /** The first pages hold many who are held already: so many new ones make a press worth it. */
  const loadMore = async () => {
    setLoading(true)
    const all = new Map(fetched)
    for (let news = 0, more = true; more && news < worthRows; ) {
      const after = [...all.keys()].sort().at(-1)
      const page = await orToast(t, client.call('groups.members', { chatId, ...(after && { after }) }))
      if (!page) break
      rememberUsers(page.users)
      for (const member of page.members) all.set(member.userId, member)
      news += page.members.filter(({ userId }) => !held.has(userId)).length
      more = page.more
      if (!more) setExhausted(true)
    }
    setFetched(all)
    setLoading(false)
  }
  const more = typed === '' && !exhausted && isLarge
  return { members, count: Math.max(count, present), more, loading, loadMore: () => void loadMore() }
}
