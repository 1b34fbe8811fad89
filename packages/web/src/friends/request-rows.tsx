import type { User } from '@parley/protocol'
import { type ReactNode, useRef } from 'react'
import { Link } from 'wouter'
import { useT } from '../i18n'
import { useSelector } from '../lib/client'
import { fromInside, paths } from '../navigation/places'
import { Avatar } from '../people/avatar'
import { usePersonNames } from '../people/person-row'
import { Button, cx } from '../ui'
import { useFocusNextRow } from './focus-after-action'
import { useFriendActions } from './friend-actions'

interface RequestRowProps {
  readonly user: User
  /** Their profile is on screen. */
  readonly open: boolean
}

/** The person and the note link to the profile. The buttons are below. */
const RequestRow = ({ user, open, words, actions }: RequestRowProps & { words: string; actions: ReactNode }) => {
  const { name } = usePersonNames(user)
  const row = useRef<HTMLLIElement>(null)
  useFocusNextRow(row)
  return (
    <li ref={row} className={cx('rounded-10 transition-colors duration-120', open ? 'bg-selected' : 'hover:bg-hover')}>
      <Link
        href={paths.person(user.id)}
        state={fromInside}
        data-person-row
        aria-current={open ? 'page' : undefined}
        className="flex items-start gap-12 rounded-10 px-12 pt-8 -outline-offset-2"
      >
        <Avatar id={user.id} name={name} size={36} picture={user.avatar} />
        <span className="min-w-0 flex-1">
          <span className="flex items-baseline gap-6">
            <bdi className="truncate text-ui text-text">{name}</bdi>
            <bdi className="min-w-0 flex-1 truncate text-meta text-text-3">@{user.username}</bdi>
          </span>
          <span className="line-clamp-2 text-small break-words text-text-2" dir="auto">
            {words}
          </span>
        </span>
      </Link>
      <div className="flex flex-wrap gap-8 ps-[60px] pe-12 pt-6 pb-12">{actions}</div>
    </li>
  )
}

export const ReceivedRow = ({ user, open }: RequestRowProps) => {
  const t = useT()
  const { name, working, accept, decline } = useFriendActions(user.id)
  const note = useSelector((state) => state.friends.get(user.id)?.note)
  const actions = (
    <>
      <Button
        size="small"
        aria-label={t('acceptRequestLabel', { name })}
        busy={working === 'accept'}
        onClick={() => void accept()}
      >
        {t('acceptRequest')}
      </Button>
      <Button
        kind="secondary"
        size="small"
        aria-label={t('declineRequestLabel', { name })}
        busy={working === 'decline'}
        onClick={() => void decline()}
      >
        {t('declineRequest')}
      </Button>
    </>
  )
  return <RequestRow user={user} open={open} words={note ?? t('wantsToBeFriends')} actions={actions} />
}

/** A sent friend request without a response yet. */
export const SentRow = ({ user, open }: RequestRowProps) => {
  const t = useT()
  const { name, working, withdraw } = useFriendActions(user.id)
  const actions = (
    <Button
      kind="secondary"
      size="small"
      aria-label={t('withdrawRequestLabel', { name })}
      busy={working === 'withdraw'}
      onClick={() => void withdraw()}
    >
      {t('withdrawRequest')}
    </Button>
  )
  return <RequestRow user={user} open={open} words={t('waitingForAnswer')} actions={actions} />
}
