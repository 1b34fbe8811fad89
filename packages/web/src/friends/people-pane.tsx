import type { User } from '@parley/protocol'
import { isVisible } from '@parley/protocol/visible'
import { QrCode, UserRoundPlus } from 'lucide-react'
import { useState } from 'react'
import { openDialog } from '../dialogs/dialog-store'
import { useT } from '../i18n'
import { useSelector } from '../lib/client'
import { useOpenPerson } from '../navigation/places'
import { hasNoPeople, idsOf } from '../people/people-lists'
import { Button, EmptyState, IconButton } from '../ui'
import { SearchField } from '../ui/search-field'
import { FriendLink } from './friend-link'
import { PeopleFound } from './people-found'
import { ReceivedRow, SentRow } from './request-rows'
import { Section } from './section'
import { usePeople } from './use-people'
import { useRowKeys } from './use-row-keys'

const NoFriends = () => {
  const t = useT()
  return (
    <EmptyState
      icon={UserRoundPlus}
      title={t('noFriendsTitle')}
      body={t('noFriendsBody')}
      action={<Button onClick={() => openDialog({ name: 'invite' })}>{t('invitePeople')}</Button>}
    />
  )
}

const Requests = () => {
  const t = useT()
  const open = useOpenPerson()
  const received = usePeople('received')
  const sent = usePeople('requested')
  return (
    <>
      {received.length > 0 && (
        <Section title={t('receivedRequests')}>
          {received.map((user) => (
            <ReceivedRow key={user.id} user={user} open={user.id === open} />
          ))}
        </Section>
      )}
      {sent.length > 0 && (
        <Section title={t('sentRequests')}>
          {sent.map((user) => (
            <SentRow key={user.id} user={user} open={user.id === open} />
          ))}
        </Section>
      )}
    </>
  )
}

const People = ({ title, users }: { readonly title: string; readonly users: readonly User[] }) => {
  const open = useOpenPerson()
  const stop = users.find(({ id }) => id === open) ?? users[0]
  if (users.length === 0) return null
  return (
    <Section title={title}>
      {users.map((user) => (
        <FriendLink key={user.id} user={user} open={user.id === open} tabStop={user === stop} />
      ))}
    </Section>
  )
}

/** Requests, friends and search results. */
export const PeoplePane = () => {
  const t = useT()
  const [query, setQuery] = useState('')
  const friends = usePeople('friends', query)
  const blocked = usePeople('blocked', query)
  const nobody = useSelector((state) => hasNoPeople(state.friends))
  const keys = useRowKeys()
  const searching = isVisible(query)
  return (
    <div data-list data-focus-stop className="flex h-full flex-col" {...keys}>
      <header className="flex h-56 shrink-0 items-center gap-4 ps-20 pe-8">
        <h1 className="min-w-0 flex-1 truncate text-h3 text-text">{t('peoplePlace')}</h1>
        <IconButton icon={QrCode} label={t('invitePeople')} onClick={() => openDialog({ name: 'invite' })} />
      </header>
      <SearchField label={t('searchPeople')} value={query} onChange={setQuery} rows="[data-person-row]" />
      <div className="min-h-0 flex-1 overflow-x-hidden overflow-y-auto overscroll-contain ps-8 pt-8 pointer-coarse:pe-8 [scrollbar-gutter:stable]">
        {!searching && <Requests />}
        <People title={t('friendsHeading', { count: friends.length })} users={friends} />
        <People title={t('blockedPeople')} users={blocked} />
        {searching && <PeopleFound query={query} without={idsOf([...friends, ...blocked])} />}
        {!searching && nobody && <NoFriends />}
      </div>
    </div>
  )
}
