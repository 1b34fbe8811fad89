import type { User, UserId } from '@parley/protocol'
import { Link } from 'wouter'
import { openDialog } from '../dialogs/dialog-store'
import { useT } from '../i18n'
import { useSelector } from '../lib/client'
import { fromInside, paths } from '../navigation/places'
import { PersonLine, usePersonNames } from '../people/person-row'
import { foundUsers, searchedText } from '../people/person-search'
import { isBlocked, relationOf } from '../people/relation'
import { useRelationNote } from '../people/relation-note'
import { SearchStatus } from '../people/search-status'
import { usePersonSearch } from '../people/use-person-search'
import { Button } from '../ui'
import { Section } from './section'

/** Links to the profile. Strangers can be sent a request at once. */
const FoundRow = ({ user }: { readonly user: User }) => {
  const t = useT()
  const note = useRelationNote(user.id)
  const { name } = usePersonNames(user)
  const adds = useSelector((state) => relationOf(state, user.id) === 'none' && !isBlocked(state, user.id))
  return (
    <li className="flex items-center rounded-10 pe-12 transition-colors duration-120 hover:bg-hover">
      <Link
        href={paths.person(user.id)}
        state={fromInside}
        data-person-row
        className="min-w-0 flex-1 rounded-10 px-12 -outline-offset-2"
      >
        <PersonLine user={user} {...(note !== undefined && { note })} />
      </Link>
      {adds && (
        <Button
          kind="secondary"
          size="small"
          aria-label={t('addFriendLabel', { name })}
          onClick={() => openDialog({ name: 'addFriend', userId: user.id })}
        >
          {t('addFriend')}
        </Button>
      )}
    </li>
  )
}

interface PeopleFoundProps {
  readonly query: string
  /** The people who are listed above already. */
  readonly without: ReadonlySet<UserId>
}

/** All other results of the search, below the matching friends. */
export const PeopleFound = ({ query, without }: PeopleFoundProps) => {
  const t = useT()
  const search = usePersonSearch(query)
  const users = foundUsers(search).filter(({ id }) => !without.has(id))
  if (searchedText(query) === undefined)
    return without.size > 0 ? null : <p className="px-12 py-16 text-small text-text-2">{t('searchHint')}</p>
  return (
    <>
      {users.length > 0 && (
        <Section title={t('morePeople')}>
          {users.map((user) => (
            <FoundRow key={user.id} user={user} />
          ))}
        </Section>
      )}
      {!(search.status === 'none' && without.size > 0) && <SearchStatus search={search} />}
    </>
  )
}
