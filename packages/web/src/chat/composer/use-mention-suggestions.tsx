import type { ChatId, User } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import { AtSign } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { isolated, useLocale, useT } from '../../i18n'
import { useClient, useSelector } from '../../lib/client'
import { debouncedQuery } from '../../lib/debounced-query'
import { Avatar } from '../../people/avatar'
import { findMembers } from '../../people/find-members'
import { memberName } from '../../people/names'
import { foundUsers } from '../../people/person-search'
import { usePersonSearch } from '../../people/use-person-search'
import { rememberUsers } from '../../people/use-user'
import { useHistoryData } from '../pane-contexts'
import { matchesEveryone, mentionCandidates, mostSuggested } from './mention-candidates'
import { rememberMentionable } from './mentionable'
import type { Suggestion } from './suggestion-list'
import styles from './suggestion-list.module.css'

/** The client queries the server after this much time without typing. */
const pauseMs = 150
const none: readonly User[] = []

/** Members of a large group whom the client doesn't hold. The last results stay until new ones arrive. */
const useFoundMembers = (chatId: ChatId, query: string): readonly User[] => {
  const client = useClient()
  const [found, setFound] = useState(none)
  useEffect(() => {
    if (query === '') return setFound(none)
    return debouncedQuery(
      pauseMs,
      () =>
        findMembers(mostSuggested, (after) =>
          client.call('groups.members', { chatId, query, limit: mostSuggested, ...(after && { after }) }),
        ),
      ({ users }) => {
        rememberUsers(users)
        setFound(users)
      },
    )
  }, [client, chatId, query])
  return found
}

/** A sample of the members who are online. Empty while `chatId` is undefined. */
const useOnline = (chatId: ChatId | undefined): readonly User[] => {
  const client = useClient()
  const [found, setFound] = useState(none)
  useEffect(() => {
    if (chatId === undefined) return
    let current = true
    const ask = async () => {
      const { sample } = await client.call('chats.online', { chatId })
      const { users } = await client.call('users.get', { ids: sample })
      rememberUsers(users)
      if (current) setFound(users)
    }
    ask().catch(() => undefined)
    return () => {
      current = false
    }
  }, [client, chatId])
  return found
}

/** People of a chat whom the client doesn't hold. */
const useFound = (chatId: ChatId, query: string): readonly User[] => {
  const { isChannel, isLarge } = useSelector((state) => {
    const entry = state.chats.get(chatId)
    return {
      isChannel: entry?.chat.kind === 'channel',
      isLarge: entry?.chat.kind === 'group' && entry.members.size >= limits.membersPage,
    }
  })
  const members = useFoundMembers(chatId, isLarge ? query : '')
  const online = useOnline(isChannel ? chatId : undefined)
  const anybody = foundUsers(usePersonSearch(isChannel ? query : ''))
  return isChannel ? [...online, ...anybody] : members
}

/**
 * The mentions to suggest here: "everyone", for users who may mention all members, and people, recent writers first.
 */
export const useMentionSuggestions = (chatId: ChatId, query: string): readonly Suggestion[] => {
  const t = useT()
  const locale = useLocale()
  const { writers } = useHistoryData()
  const found = useFound(chatId, query)
  const users = useSelector((state) => {
    const entry = state.chats.get(chatId)
    return entry ? mentionCandidates(state, { entry, query, writers: writers(), found, locale }) : none
  })
  const names = useSelector((state) => users.map(({ id }) => memberName(state, { chatId, userId: id }, t)))
  const offersAll = useSelector((state) => state.chats.get(chatId)?.moderates ?? false) && matchesEveryone(query)
  useEffect(() => rememberMentionable(chatId, users), [chatId, users])
  return useMemo(() => {
    const people = users.map(({ id, username, name, avatar }, at): Suggestion => {
      const shown = names[at] ?? name
      const detail = shown === name ? `@${username}` : `${isolated(name)} · @${username}`
      const sign = <Avatar key={id} id={id} name={shown} size={20} picture={avatar} />
      return { key: id, sign, words: shown, detail, text: `@${username}` }
    })
    const word = `@${t('everybodyWord')}`
    const sign = <AtSign size={18} strokeWidth={1.75} className={styles.everybody} aria-hidden />
    const all = offersAll ? [{ key: 'all', sign, words: t('everybodyHere'), detail: word, text: word }] : []
    // Prevents users from mentioning everyone by pressing Enter too early.
    return query === '' ? [...people, ...all] : [...all, ...people]
  }, [users, names, offersAll, query, t])
}
