import type { User } from '@parley/protocol'
import { memo, type ReactNode } from 'react'
import { Link } from 'wouter'
import { fromInside, paths } from '../navigation/places'
import { PersonLine } from '../people/person-row'
import { cx } from '../ui'

interface FriendLinkProps {
  readonly user: User
  /** Their profile is on screen. */
  readonly open: boolean
  /** The one row of its list that Tab reaches. Arrow keys move on from it. */
  readonly tabStop: boolean
  readonly note?: ReactNode
  readonly end?: ReactNode
}

/** A person in the list, with a link to their profile. */
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
