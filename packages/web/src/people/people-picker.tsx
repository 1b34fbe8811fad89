import type { User, UserId } from '@parley/protocol'
import { X } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { useT } from '../i18n'
import { useSelector } from '../lib/client'
import { TextField } from '../ui'
import { Avatar } from './avatar'
import { canContact } from './direct-chat'
import { PersonButton, PersonLine, usePersonNames } from './person-row'
import { foundUsers } from './person-search'
import { SearchStatus } from './search-status'
import { Tick } from './tick'
import { useKnownPeople } from './use-known-people'
import { usePersonSearch } from './use-person-search'

export interface PeoplePickerProps {
  readonly picked: readonly User[]
  readonly onChange: (picked: readonly User[]) => void
  /** Excludes existing members. */
  readonly without: (userId: UserId) => boolean
}

const Chip = ({ user, onRemove }: { readonly user: User; readonly onRemove: () => void }) => {
  const t = useT()
  const { name } = usePersonNames(user)
  return (
    <li className="flex min-h-32 items-center gap-6 rounded-full bg-selected ps-6 text-small text-text">
      <Avatar id={user.id} name={name} size={20} picture={user.avatar} />
      <bdi className="max-w-96 truncate">{name}</bdi>
      <button
        type="button"
        aria-label={t('removePerson', { name })}
        onClick={onRemove}
        className="grid size-32 place-items-center rounded-full pointer-coarse:size-44 text-text-2 hover:text-text"
      >
        <X size={14} strokeWidth={2} aria-hidden />
      </button>
    </li>
  )
}

/** Selects several people: friends, and on servers where anyone can write to anyone, also search results. */
export const PeoplePicker = ({ picked, onChange, without }: PeoplePickerProps) => {
  const t = useT()
  const [query, setQuery] = useState('')
  const search = usePersonSearch(query)
  const known = useKnownPeople(query)
  const found = foundUsers(search).filter(({ id }) => known.every((user) => user.id !== id))
  const others = useSelector((state) => found.filter(({ id }) => id !== state.me?.id && canContact(state, id)))
  const strangers = useSelector((state) => found.filter(({ id }) => id !== state.me?.id && !canContact(state, id)))
  const friendsOnly = useSelector((state) => state.directChats !== 'everyone')
  const all = [...known, ...others]
  const offered = all.filter(({ id }) => !without(id))
  const isPicked = (id: UserId) => picked.some((user) => user.id === id)
  const toggle = (user: User) =>
    onChange(isPicked(user.id) ? picked.filter(({ id }) => id !== user.id) : [...picked, user])
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || event.keyCode === 229 || query === '') return
    event.preventDefault()
    const [first] = offered
    if (!first) return
    if (!isPicked(first.id)) toggle(first)
    setQuery('')
  }
  return (
    <div>
      <TextField
        label={t('addByName')}
        autoComplete="off"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {picked.length > 0 && (
        <ul className="m-0 flex list-none flex-wrap gap-6 p-0 pt-8">
          {picked.map((user) => (
            <Chip key={user.id} user={user} onRemove={() => toggle(user)} />
          ))}
        </ul>
      )}
      <div className="-mx-12 mt-8 min-h-96">
        {offered.map((user) => (
          <PersonButton
            key={user.id}
            user={user}
            pressed={isPicked(user.id)}
            end={<Tick on={isPicked(user.id)} />}
            onPress={() => toggle(user)}
          />
        ))}
        {all.length > 0 && offered.length === 0 && query !== '' && (
          <p className="px-12 py-16 text-small text-text-2">{t('alreadyInGroup', { name: all[0]?.name ?? '' })}</p>
        )}
        {strangers.map((user) => (
          <div key={user.id} className="px-12">
            <PersonLine user={user} note={without(user.id) ? t('inGroupAlready') : t('notAFriend')} />
          </div>
        ))}
        {friendsOnly && query === '' && known.length === 0 && (
          <p className="px-12 py-16 text-small text-text-2">{t('friendsOnlyHint')}</p>
        )}
        {!(search.status === 'none' && known.length > 0) && <SearchStatus search={search} />}
      </div>
    </div>
  )
}
