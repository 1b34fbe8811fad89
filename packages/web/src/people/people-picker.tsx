import type { User, UserId } from '@parley/protocol'
import { Check, X } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { useSelector } from '../client'
import { useT } from '../i18n'
import { Avatar, cx, TextField } from '../ui'
import { useKnownPeople } from './known-people'
import { PersonButton } from './person-row'
import { usePersonSearch } from './person-search'
import { SearchStatus } from './search-status'

export interface PeoplePickerProps {
  readonly picked: readonly User[]
  readonly onChange: (picked: readonly User[]) => void
  /** People who cannot be picked, because they are in already. */
  readonly without: (userId: UserId) => boolean
}

const Chip = ({ user, onRemove }: { readonly user: User; readonly onRemove: () => void }) => {
  const t = useT()
  return (
    <li className="flex min-h-32 items-center gap-6 rounded-full bg-selected ps-6 text-small text-text">
      <Avatar id={user.id} name={user.name} size={20} />
      <bdi className="max-w-96 truncate">{user.name}</bdi>
      <button
        type="button"
        aria-label={t('removePerson', { name: user.name })}
        onClick={onRemove}
        className="grid size-32 place-items-center rounded-full pointer-coarse:size-44 text-text-2 hover:text-text"
      >
        <X size={14} strokeWidth={2} aria-hidden />
      </button>
    </li>
  )
}

const Tick = ({ on }: { readonly on: boolean }) => (
  <span
    aria-hidden
    className={cx(
      'grid size-20 shrink-0 place-items-center rounded-full',
      on ? 'bg-accent-solid text-white' : 'shadow-[inset_0_0_0_1px_var(--color-border-control)]',
    )}
  >
    {on && <Check size={14} strokeWidth={2.5} />}
  </span>
)

/** Picks several people: from those one chats with, and by user name. */
export const PeoplePicker = ({ picked, onChange, without }: PeoplePickerProps) => {
  const t = useT()
  const [query, setQuery] = useState('')
  const search = usePersonSearch(query)
  const myId = useSelector((state) => state.me?.id)
  const known = useKnownPeople()
  const needle = query.trim().replace(/^@/, '').toLowerCase()
  const found = search.status === 'found' && search.user.id !== myId ? [search.user] : []
  const offered = [...found, ...known.filter(({ id }) => id !== found[0]?.id)].filter(
    ({ id, name, username }) => !without(id) && (name.toLowerCase().includes(needle) || username.startsWith(needle)),
  )
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
        label={t('addByUsername')}
        placeholder={t('usernameExample')}
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
        {found.length > 0 && offered.length === 0 && (
          <p className="px-12 py-16 text-small text-text-2">{t('alreadyInGroup', { name: found[0]?.name ?? '' })}</p>
        )}
        <SearchStatus search={search} />
      </div>
    </div>
  )
}
