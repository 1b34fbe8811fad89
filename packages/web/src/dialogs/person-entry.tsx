import type { UserId } from '@parley/protocol'
import type { ReactNode } from 'react'
import { PersonButton } from '../people/person-row'
import { useUser } from '../people/use-user'
import { openDialog } from './dialog-store'

/** Somebody in a list of a dialog; a press leads to their profile. */
export const PersonEntry = ({ userId, end }: { readonly userId: UserId; readonly end?: ReactNode }) => {
  const { user } = useUser(userId)
  if (!user) return null
  return (
    <li>
      <PersonButton user={user} end={end} onPress={() => openDialog({ name: 'person', userId })} />
    </li>
  )
}
