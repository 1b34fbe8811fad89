import type { User, UserId } from '@parley/protocol'
import { Ban, Clock3, CloudOff, Copy, UserRoundCheck, UserRoundX } from 'lucide-react'
import { useRef } from 'react'
import { useFormat, useT } from '../i18n'
import { useSelector } from '../lib/client'
import { useServerUnreachable } from '../offline/connection-notice'
import { Avatar } from '../people/avatar'
import { usePersonNames } from '../people/person-row'
import { PresenceDot } from '../people/presence-dot'
import { usePresence, usePresenceText } from '../people/use-presence'
import { useUser } from '../people/use-user'
import { copyText } from '../sharing/copy-text'
import { EmptyState, IconButton, Skeleton, toast } from '../ui'
import { useFocusInArea } from './focus-after-action'
import { MainActions, MoreActions, useRelation } from './profile-actions'
import { noteAuthor, relationText } from './profile-acts'
import { NoteQuote, RequestCard } from './request-card'

const Handle = ({ user }: { readonly user: User }) => {
  const t = useT()
  const { also } = usePersonNames(user)
  const handle = `@${user.username}`
  const copy = async () => toast((await copyText(handle)) ? t('copied') : handle)
  return (
    <p className="flex max-w-full items-center gap-4 ps-36 text-ui font-400 text-text-2 pointer-coarse:ps-44">
      <bdi className="min-w-0 truncate">{also}</bdi>
      <IconButton icon={Copy} iconSize={16} label={t('copyUsername')} onClick={() => void copy()} />
    </p>
  )
}

const PresenceLine = ({ userId }: { readonly userId: UserId }) => {
  const text = usePresenceText(usePresence(userId))
  return text === undefined ? null : (
    <p className="mt-2 text-small text-text-2" data-testid="profile-presence">
      {text}
    </p>
  )
}

const StandingLine = ({ userId }: { readonly userId: UserId }) => {
  const t = useT()
  const format = useFormat()
  const relationTo = useRelation(userId)
  const open = useSelector((state) => state.directChats === 'everyone')
  const { since } = relationTo
  const line = () => {
    switch (relationText(relationTo, { open })) {
      case 'blocked':
        return { icon: Ban, text: t('blockedLabel'), ink: 'text-danger' }
      case 'friends': {
        const text = since === undefined ? t('friends') : t('friendsSince', { date: format.date(since) })
        return { icon: UserRoundCheck, text, ink: 'text-text-2' }
      }
      case 'requested':
        return { icon: Clock3, text: t('requestSentLabel'), ink: 'text-text-2' }
      case 'stranger':
        return { icon: UserRoundX, text: t('notYourFriend'), ink: 'text-text-2' }
      default:
        return undefined
    }
  }
  const shown = line()
  if (!shown) return null
  const { icon: Icon, text, ink } = shown
  return (
    <p className={`mt-4 flex items-center gap-6 text-small ${ink}`} aria-live="polite">
      <Icon size={16} strokeWidth={1.75} aria-hidden />
      {text}
    </p>
  )
}

const Loading = () => (
  <div className="flex flex-col items-center gap-12 py-24" aria-busy>
    <Skeleton round className="size-96" />
    <Skeleton className="h-20 w-96" />
  </div>
)

const Loaded = ({ user }: { readonly user: User }) => {
  const t = useT()
  const { name } = usePersonNames(user)
  const relationTo = useRelation(user.id)
  const { relation, blocked, note } = relationTo
  const whose = noteAuthor(relationTo, note)
  const area = useRef<HTMLDivElement>(null)
  useFocusInArea(area, `${relation} ${blocked}`)
  return (
    <div ref={area} className="flex flex-col items-center text-center" data-testid="profile">
      <span className="relative grid">
        <Avatar id={user.id} name={name} size={96} picture={user.avatar} />
        <PresenceDot userId={user.id} on={96} />
      </span>
      <bdi className="mt-12 max-w-full text-h3 break-words text-text">{name}</bdi>
      <PresenceLine userId={user.id} />
      <Handle user={user} />
      {user.bio && (
        <p dir="auto" className="mt-4 text-ui font-400 text-pretty break-words text-text">
          {user.bio}
        </p>
      )}
      <StandingLine userId={user.id} />
      {note !== undefined && whose && (
        <div className="mt-16 w-full">
          <NoteQuote label={whose === 'own' ? t('yourNote') : t('theirNote', { name })} note={note} />
        </div>
      )}
      {relation === 'received' && !blocked && <RequestCard userId={user.id} />}
      <MainActions userId={user.id} relationTo={relationTo} />
      <MoreActions userId={user.id} relationTo={relationTo} />
    </div>
  )
}

/** A person's profile, the viewer's relation to them, and the actions. */
export const Profile = ({ userId }: { readonly userId: UserId }) => {
  const t = useT()
  const { user, missing } = useUser(userId)
  const outOfReach = useServerUnreachable()
  if (user) return <Loaded user={user} />
  if (missing) return <EmptyState icon={UserRoundX} title={t('personMissingTitle')} body={t('personMissingBody')} />
  if (outOfReach) return <EmptyState icon={CloudOff} title={t('personNotStoredTitle')} body={t('notStoredBody')} />
  return <Loading />
}
