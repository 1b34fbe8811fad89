import type { User } from '@parley/protocol'
import { memo, type ReactNode } from 'react'
import { Link } from 'wouter'
import { PersonLine } from '../people/person-row'
import { fromInside, paths } from '../shell/places'
import { cx } from '../ui'

interface FriendLinkProps {
  readonly user: User
  /** Their profile is on screen. */
  readonly open: boolean
  /** The one row of its list that Tab reaches; arrow keys move on from it. */
  readonly tabStop: boolean
  readonly note?: ReactNode
  readonly end?: ReactNode
}

/** A person of the list, who leads to their profile. */
export const FriendLink = memo(({ user, open, tabStop, note, end }: FriendLinkProps) => (
  <li className="[contain-intrinsic-size:auto_56px] [content-visibility:auto]">
    <Link
      href={paths.person(user.id)}
      state={fromInside}
      data-person-row
      tabIndex={tabStop ? 0 : -1}
      aria-current={open ? 'page' : undefined}
      className={cx(
        'block rounded-10 px-12 -outline-offset-2 transition-colors duration-120',
        open
          ? 'bg-selected [--dot-ring:var(--color-selected)]'
          : '[--dot-ring:var(--color-surface-sidebar)] hover:bg-hover',
      )}
    >
      <PersonLine user={user} note={note} end={end} says="presence" />
    </Link>
  </li>
))
