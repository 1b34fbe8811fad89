import type { User, UserId } from '@parley/protocol'
import { UserPlus } from 'lucide-react'
import { useT } from '../i18n'
import { useSelector } from '../lib/client'
import { canContact } from './direct-chat'
import { PersonButton } from './person-row'
import { isBlocked, relationOf } from './relation'
import { useRelationNote } from './relation-note'

/** Shows that a click leads to a friend request, not to a chat. */
const AddsFriend = () => {
  const t = useT()
  return (
    <span className="flex shrink-0 items-center gap-6 text-small font-500 text-accent">
      <UserPlus size={18} strokeWidth={1.75} aria-hidden />
      {t('addFriend')}
    </span>
  )
}

const FoundPerson = ({ user, onPress }: { readonly user: User; readonly onPress: (userId: UserId) => void }) => {
  const note = useRelationNote(user.id)
  const adds = useSelector(
    (state) => relationOf(state, user.id) === 'none' && !isBlocked(state, user.id) && !canContact(state, user.id),
  )
  return (
    <PersonButton
      user={user}
      {...(note !== undefined && { note })}
      {...(adds && { end: <AddsFriend /> })}
      onPress={() => onPress(user.id)}
    />
  )
}

interface FoundPeopleProps {
  readonly users: readonly User[]
  /** See `contactPerson`: the next step depends on the relation. */
  readonly onPress: (userId: UserId) => void
}

/** Search results to choose from. Each row shows whether it leads to a chat or to a friend request. */
export const FoundPeople = ({ users, onPress }: FoundPeopleProps) =>
  users.map((user) => <FoundPerson key={user.id} user={user} onPress={onPress} />)
