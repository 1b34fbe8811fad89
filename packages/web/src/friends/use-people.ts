import type { User } from '@parley/protocol'
import { useMemo } from 'react'
import { useLocale } from '../i18n'
import { useSelector } from '../lib/client'
import { type PeopleList, peopleOfList } from '../people/people-lists'

/** The people of one list that match a query, in the order of the list. */
export const usePeople = (list: PeopleList, query = ''): readonly User[] => {
  const locale = useLocale()
  const friends = useSelector((held) => held.friends)
  const users = useSelector((held) => held.users)
  return useMemo(
    () => peopleOfList({ friends, users }, { state: list, query, locale }),
    [friends, users, list, query, locale],
  )
}
