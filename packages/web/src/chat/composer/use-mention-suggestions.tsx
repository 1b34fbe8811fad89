import type { ChatId, User } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import { AtSign } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { askAfterPause } from '../../ask-after-pause'
import { useClient, useSelector } from '../../client'
import { useLocale, useT } from '../../i18n'
import { memberName } from '../../people/names'
import { foundUsers } from '../../people/person-search'
import { usePersonSearch } from '../../people/use-person-search'
import { rememberUsers } from '../../people/use-user'
import { Avatar } from '../../ui'
import { useRowSurroundings } from '../rows/row-context'
import { fitsEverybody, mentionCandidates, mostSuggested } from './mention-candidates'
import { keepMentionable } from './mentionable'
import type { Suggestion } from './suggestion-list'
import styles from './suggestion-list.module.css'

/** The server is asked once nothing was typed for this long. */
const typedMs = 150
const none: readonly User[] = []

/** Members of a large group whom the client does not hold. Whoever was found last stays until others are. */
const useFoundMembers = (chatId: ChatId, query: string): readonly User[] => {
  const client = useClient()
  const [found, setFound] = useState(none)
  useEffect(() => {
    if (query === '') return setFound(none)
    return askAfterPause(
      typedMs,
      () => client.call('groups.members', { chatId, query, limit: mostSuggested }),
      ({ users }) => {
        rememberUsers(users)
        setFound(users)
      },
    )
  }, [client, chatId, query])
  return found
}

/** Some of those who are here now; nobody while `chatId` is undefined. */
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

/** People of a chat whom the client does not hold. */
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

/** Whom a message here may name: everybody where one may name them all, and people, those who wrote here last before others. */
export const useMentionSuggestions = (chatId: ChatId, query: string): readonly Suggestion[] => {
  const t = useT()
  const locale = useLocale()
  const { actions } = useRowSurroundings()
  const found = useFound(chatId, query)
  const users = useSelector((state) => {
    const entry = state.chats.get(chatId)
    return entry ? mentionCandidates(state, { entry, query, writers: actions.writers(), found, locale }) : none
  })
  const names = useSelector((state) => users.map(({ id }) => memberName(state, { chatId, userId: id }, t)))
  const offersAll = useSelector((state) => state.chats.get(chatId)?.moderates ?? false) && fitsEverybody(query)
  useEffect(() => keepMentionable(chatId, users), [chatId, users])
  return useMemo(() => {
    const people = users.map(({ id, username, name, avatar }, at): Suggestion => {
      const shown = names[at] ?? name
      const detail = shown === name ? `@${username}` : `${name} · @${username}`
      const sign = <Avatar key={id} id={id} name={shown} size={20} picture={avatar} />
      return { key: id, sign, words: shown, detail, text: `@${username}` }
    })
    const word = `@${t('everybodyWord')}`
    const sign = <AtSign size={18} strokeWidth={1.75} className={styles.everybody} aria-hidden />
    const all = offersAll ? [{ key: 'all', sign, words: t('everybodyHere'), detail: word, text: word }] : []
    // Nobody names everybody by pressing Enter too soon.
    return query === '' ? [...people, ...all] : [...all, ...people]
  }, [users, names, offersAll, query, t])
}
