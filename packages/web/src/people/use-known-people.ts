import type { User } from '@parley/protocol'
import { useLocale } from '../i18n'
import { useSelector } from '../lib/client'
import { knownPeople } from './known-people'

/** The people whom the viewer can contact, kept up to date. */
export const useKnownPeople = (query: string): readonly User[] => {
  const locale = useLocale()
  return useSelector((state) => knownPeople(state, { query, locale }))
}
