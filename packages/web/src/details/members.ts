import type { ChatId, Member, UserId } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { useClient, useSelector } from '../client'
import { expectedMembers, expectedOf } from '../groups/expected-members'
import { useT } from '../i18n'
import { memberName } from '../people/chat-name'
import { nameMatches } from '../people/names'
import { rememberUsers } from '../people/use-user'
import { orToast } from '../problem'

const rank = { owner: 0, admin: 1, member: 2 } as const
/** The server is asked once nothing was typed for this long. */
const typedMs = 250

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
  const [total, setTotal] = useState<number>()
  const [exhausted, setExhausted] = useState(false)
  const [loading, setLoading] = useState(false)
  const held = useSelector((state) => state.chats.get(chatId)?.members ?? none)
  const isLarge = held.size >= limits.snapshotMembers
  const typed = query.trim()
  const found = useFound(chatId, isLarge ? typed : '')
  const expected = useStore(expectedMembers)
  const newest = (member: Member) => [member, held.get(member.userId)].filter((row) => row !== undefined)
  const all = [...new Map([...found, ...fetched, ...held]).values()].map((member) =>
    expectedOf(expected, newest(member).sort((a, b) => b.rev - a.rev)[0] ?? member),
  )
  const present = all.filter(({ leftSeq }) => leftSeq === undefined)
  const members = useSelector((state) => {
    const nameOf = ({ userId }: Member) => memberName(state, { chatId, userId }, t)
    const matches = (member: Member) => {
      const user = state.users.get(member.userId) ?? (state.me?.id === member.userId ? state.me : undefined)
      const nickname = member.nickname?.toLowerCase().includes(typed.toLowerCase())
      return typed === '' || found.has(member.userId) || nickname || (user && nameMatches(state, user, typed))
    }
    return present.filter(matches).sort((a, b) => rank[a.role] - rank[b.role] || nameOf(a).localeCompare(nameOf(b)))
  })
  const loadMore = async () => {
    setLoading(true)
    const after = [...fetched.keys()].sort().at(-1)
    const page = await orToast(t, client.call('groups.members', { chatId, ...(after && { after }) }))
    if (page) {
      rememberUsers(page.users)
      setFetched(new Map([...fetched, ...byId(page.members)]))
      setTotal(page.total)
      setExhausted(!page.more)
    }
    setLoading(false)
  }
  const more = typed === '' && !exhausted && isLarge
  return { members, count: Math.max(total ?? 0, present.length), more, loading, loadMore: () => void loadMore() }
}
