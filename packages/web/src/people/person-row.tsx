import type { User } from '@parley/protocol'
import type { ReactNode } from 'react'
import { useSelector } from '../lib/client'
import { Avatar } from './avatar'
import { personNames, remarkOf } from './names'
import { PresenceDot } from './presence-dot'
import { usePresence, usePresenceText } from './use-presence'

interface PersonLineProps {
  readonly user: User
  readonly note?: ReactNode
  readonly end?: ReactNode
  /** Also shows the person's presence as text. */
  readonly says?: 'presence'
}

const PresenceNote = ({ userId }: { readonly userId: User['id'] }) => {
  const text = usePresenceText(usePresence(userId))
  return text === undefined ? null : <> · {text}</>
}

/** The viewer's name for a person, and the person's other names. */
export const usePersonNames = (user: User): ReturnType<typeof personNames> =>
  personNames(
    user,
    useSelector((state) => (user.id === state.me?.id ? undefined : remarkOf(state, user.id))),
  )

/** A person in a list: picture, name, user name, and actions at the end. */
export const PersonLine = ({ user, note, end, says }: PersonLineProps) => {
  const { name, also } = usePersonNames(user)
  return (
    <span className="flex min-h-56 w-full items-center gap-12 text-start">
      <span className="relative grid shrink-0">
        <Avatar id={user.id} name={name} size={36} picture={user.avatar} />
        <PresenceDot userId={user.id} on={36} />
      </span>
      <span className="min-w-0 flex-1">
        <bdi className="block truncate text-ui text-text">{name}</bdi>
        <span className="block truncate text-meta text-text-2">
          <bdi>{also}</bdi>
          {note !== undefined && <> · {note}</>}
          {says === 'presence' && <PresenceNote userId={user.id} />}
        </span>
      </span>
      {end}
    </span>
  )
}

interface PersonButtonProps extends PersonLineProps {
  readonly pressed?: boolean
  readonly onPress: () => void
}

/** The same as a button over the whole row. */
export const PersonButton = ({ onPress, pressed, ...line }: PersonButtonProps) => (
  <button
    type="button"
    data-person-row
    aria-pressed={pressed}
    onClick={onPress}
    className="w-full rounded-10 px-12 -outline-offset-2 hover:bg-hover"
  >
    <PersonLine {...line} />
  </button>
)
