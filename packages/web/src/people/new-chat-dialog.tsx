import type { UserId } from '@parley/protocol'
import { QrCode, Users } from 'lucide-react'
import { useState } from 'react'
import { closeDialog, openDialog } from '../dialogs/dialog-store'
import type { ShellDialogProps } from '../dialogs/shell-dialog-props'
import { useT } from '../i18n'
import { Button, Dialog, TextField } from '../ui'
import { useActionContext } from '../ui/action-context'
import { FoundPeople } from './found-people'
import { contactPerson } from './open-person'
import { foundUsers } from './person-search'
import { SearchStatus } from './search-status'
import { useKnownPeople } from './use-known-people'
import { usePersonSearch } from './use-person-search'

const mostKnown = 50

const OtherWays = () => {
  const t = useT()
  return (
    <div className="grid grid-cols-1 gap-8 pt-16 tablet:grid-cols-2">
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

/** Friends first, then other search results. Leads to the chat, or to the friend request that opens it. */
export const NewChatDialog = ({ open }: ShellDialogProps) => {
  const context = useActionContext()
  const { t } = context
  const [query, setQuery] = useState('')
  const search = usePersonSearch(query)
  const known = useKnownPeople(query).slice(0, mostKnown)
  const others = foundUsers(search).filter(({ id }) => known.every((user) => user.id !== id))
  const start = async (userId: UserId) => {
    if (await contactPerson(context, userId)) closeDialog()
  }
  return (
    <Dialog open={open} onClose={closeDialog} title={t('newChat')} high>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          const first = known[0] ?? others[0]
          if (first && query !== '') void start(first.id)
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
        {known.length > 0 && (
          <>
            <h3 className="px-12 pt-8 pb-4 text-meta font-500 text-text-3">{t('friends')}</h3>
            <FoundPeople users={known} onPress={(userId) => void start(userId)} />
          </>
        )}
        {others.length > 0 && (
          <>
            <h3 className="px-12 pt-8 pb-4 text-meta font-500 text-text-3">{t('morePeople')}</h3>
            <FoundPeople users={others} onPress={(userId) => void start(userId)} />
          </>
        )}
        {query === '' && known.length === 0 && (
          <p className="px-12 py-16 text-small text-text-2">{t('noFriendsYetHint')}</p>
        )}
        {!(search.status === 'none' && known.length > 0) && <SearchStatus search={search} />}
      </div>
      {query === '' && <OtherWays />}
    </Dialog>
  )
}
