import { QrCode, Users } from 'lucide-react'
import { useState } from 'react'
import { useSelector } from '../client'
import { useT } from '../i18n'
import { useKnownPeople } from '../people/known-people'
import { openPerson } from '../people/open-person'
import { PersonButton } from '../people/person-row'
import { typedUsername, usePersonSearch } from '../people/person-search'
import { SearchStatus } from '../people/search-status'
import { Button, Dialog, TextField } from '../ui'
import { closeDialog, openDialog } from './dialog-store'
import type { ShellDialogProps } from './shell-dialog-props'

const OtherWays = () => {
  const t = useT()
  return (
    <div className="grid grid-cols-1 gap-8 pt-16 pb-12 tablet:grid-cols-2">
      <Button kind="secondary" onClick={() => openDialog({ name: 'newGroup' })}>
        <Users size={18} strokeWidth={1.75} aria-hidden />
        {t('newGroup')}
      </Button>
      <Button kind="secondary" onClick={() => openDialog({ name: 'invite' })}>
        <QrCode size={18} strokeWidth={1.75} aria-hidden />
        {t('invitePeople')}
      </Button>
    </div>
  )
}

/** Finds somebody by user name and goes to the chat with them. */
export const NewChatDialog = ({ open }: ShellDialogProps) => {
  const t = useT()
  const [query, setQuery] = useState('')
  const search = usePersonSearch(query)
  const known = useKnownPeople()
  const myId = useSelector((state) => state.me?.id)
  const needle = query.trim().replace(/^@/, '').toLowerCase()
  const found = search.status === 'found' ? search.user : undefined
  const people = known.filter(
    ({ id, name, username }) =>
      id !== found?.id && (name.toLowerCase().includes(needle) || username.startsWith(needle)),
  )
  const start = async (userId: (typeof people)[number]['id']) => {
    if (await openPerson(t, userId)) closeDialog()
  }
  return (
    <Dialog open={open} onClose={closeDialog} title={t('newChat')} high>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          const first = found ?? (typedUsername(query) ? undefined : people[0])
          if (first && query !== '') void start(first.id)
        }}
      >
        <TextField
          label={t('usernameLabel')}
          hint={t('findByUsernameHint')}
          placeholder={t('usernameExample')}
          autoComplete="off"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      </form>
      <div className="-mx-12 mt-12 min-h-96">
        {found && (
          <PersonButton
            user={found}
            {...(found.id === myId && { note: t('savedMessages') })}
            onPress={() => void start(found.id)}
          />
        )}
        <SearchStatus search={search} />
        {people.length > 0 && (
          <>
            <h3 className="px-12 pt-8 pb-4 text-meta font-500 text-text-3">{t('recentPeople')}</h3>
            {people.slice(0, 20).map((user) => (
              <PersonButton key={user.id} user={user} onPress={() => void start(user.id)} />
            ))}
          </>
        )}
      </div>
      {query === '' && <OtherWays />}
    </Dialog>
  )
}
