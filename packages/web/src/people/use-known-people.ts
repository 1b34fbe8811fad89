import type { User } from '@parley/protocol'
import { useSelector } from '../client'
import { useLocale } from '../i18n'
import { knownPeople } from './known-people'

/** The people with whom something can be begun, kept current. */
export const useKnownPeople = (query: string): readonly User[] => {
  const locale = useLocale()
  return useSelector((state) => knownPeople(state, { query, locale }))
}
