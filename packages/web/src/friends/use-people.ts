import type { User } from '@parley/protocol'
import { useMemo } from 'react'
import { useSelector } from '../client'
import { useLocale } from '../i18n'
import { type PeopleList, peopleWho } from './people-lists'

/** The people of one list that match what was typed, in the order of the list. */
export const usePeople = (list: PeopleList, query = ''): readonly User[] => {
  const locale = useLocale()
  const friends = useSelector((held) => held.friends)
  const users = useSelector((held) => held.users)
  return useMemo(
    () => peopleWho({ friends, users }, { state: list, query, locale }),
    [friends, users, list, query, locale],
  )
}
