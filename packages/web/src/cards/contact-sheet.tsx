import type { ContactBody, User } from '@parley/protocol'
import { Check } from 'lucide-react'
import { useState } from 'react'
import { closeDialog } from '../dialogs/dialog-store'
import type { ShellDialogProps } from '../dialogs/shell-dialog-props'
import { useT } from '../i18n'
import { PersonButton } from '../people/person-row'
import { foundUsers } from '../people/person-search'
import { SearchStatus } from '../people/search-status'
import { useKnownPeople } from '../people/use-known-people'
import { usePersonSearch } from '../people/use-person-search'
import { Button, Dialog, TextField } from '../ui'

const mostKnown = 50

interface PeopleProps {
  readonly title: string
  readonly users: readonly User[]
  readonly chosen: User | undefined
  readonly onChoose: (user: User) => void
}

const People = ({ title, users, chosen, onChoose }: PeopleProps) =>
  users.length > 0 && (
    <>
      <h3 className="px-12 pt-8 pb-4 text-meta font-500 text-text-3">{title}</h3>
      {users.map((user) => {
        const pressed = user.id === chosen?.id
        return (
          <PersonButton
            key={user.id}
            user={user}
            pressed={pressed}
            end={pressed && <Check size={20} strokeWidth={2} aria-hidden className="shrink-0 text-accent" />}
            onPress={() => onChoose(user)}
          />
        )
      })}
    </>
  )

interface ContactSheetProps extends ShellDialogProps {
  readonly onSend: (body: ContactBody) => void
}

/** Selects a person to share: friends first, then search results. */
export const ContactSheet = ({ open, onSend }: ContactSheetProps) => {
  const t = useT()
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState<User>()
  const search = usePersonSearch(query)
  const known = useKnownPeople(query).slice(0, mostKnown)
  const others = foundUsers(search).filter(({ id }) => known.every((user) => user.id !== id))
  // A selected person who is no longer visible is not sent.
  const shown = [...known, ...others].find(({ id }) => id === chosen?.id)
  const send = () => {
    if (!shown) return
    onSend({ type: 'contact', userId: shown.id })
    closeDialog()
  }
  return (
    <Dialog
      open={open}
      onClose={closeDialog}
      title={t('sendContactTitle')}
      high
      footer={
        <>
          <Button kind="secondary" onClick={closeDialog}>
            {t('cancel')}
          </Button>
          <Button disabled={!shown} onClick={send}>
            {t('send')}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          const first = known[0] ?? others[0]
          if (shown) send()
          else if (first && query !== '') setChosen(first)
        }}
      >
        <TextField
          label={t('findPeople')}
          autoComplete="off"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      </form>
      <div className="-mx-12 mt-12 min-h-96">
        <People title={t('friends')} users={known} chosen={chosen} onChoose={setChosen} />
        <People title={t('morePeople')} users={others} chosen={chosen} onChoose={setChosen} />
        {query === '' && known.length === 0 && (
          <p className="px-12 py-16 text-small text-text-2">{t('noContactsYetHint')}</p>
        )}
        {!(search.status === 'none' && known.length > 0) && <SearchStatus search={search} />}
      </div>
    </Dialog>
  )
}
