import type { User, UserId } from '@parley/protocol'
import { UserPlus } from 'lucide-react'
import { useSelector } from '../client'
import { useT } from '../i18n'
import { mayReach } from './direct-policy'
import { PersonButton } from './person-row'
import { isBlocked, relationOf } from './relation'
import { useStandingNote } from './standing-note'

/** Says that pressing leads to a request, not to a chat. */
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
  const note = useStandingNote(user.id)
  const adds = useSelector(
    (state) => relationOf(state, user.id) === 'none' && !isBlocked(state, user.id) && !mayReach(state, user.id),
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
  /** See `reachPerson`: what comes next depends on how we stand. */
  readonly onPress: (userId: UserId) => void
}

/** People to choose one of: each row says whether it leads to a chat or to a request. */
export const FoundPeople = ({ users, onPress }: FoundPeopleProps) =>
  users.map((user) => <FoundPerson key={user.id} user={user} onPress={onPress} />)
