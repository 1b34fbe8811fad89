import type { UserId } from '@parley/protocol'
import type { ReactNode } from 'react'
import { openDialog } from '../dialogs/dialog-store'
import { PersonButton } from './person-row'
import { useUser } from './use-user'

/** A person in a list of a dialog. A click opens their profile. */
export const PersonEntry = ({ userId, end }: { readonly userId: UserId; readonly end?: ReactNode }) => {
  const { user } = useUser(userId)
  if (!user) return null
  return (
    <li>
      <PersonButton user={user} end={end} onPress={() => openDialog({ name: 'person', userId })} />
    </li>
  )
}
