import type { User } from '@parley/protocol'
import type { ReactNode } from 'react'
import { Avatar } from '../ui'

/** A person in a list: picture, name, user name, and what can be done at the end. */
export const PersonLine = ({
  user,
  note,
  end,
}: {
  readonly user: User
  readonly note?: ReactNode
  readonly end?: ReactNode
}) => (
  <span className="flex min-h-56 w-full items-center gap-12 text-start">
    <Avatar id={user.id} name={user.name} size={36} />
    <span className="min-w-0 flex-1">
      <bdi className="block truncate text-ui text-text">{user.name}</bdi>
      <span className="block truncate text-meta text-text-2">
        @{user.username}
        {note !== undefined && <> · {note}</>}
      </span>
    </span>
    {end}
  </span>
)

interface PersonButtonProps {
  readonly user: User
  readonly note?: ReactNode
  readonly end?: ReactNode
  readonly pressed?: boolean
  readonly onPress: () => void
}

/** The same as a button over the whole line. */
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
