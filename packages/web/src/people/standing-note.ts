import type { UserId } from '@parley/protocol'
import { useSelector } from '../client'
import { useT } from '../i18n'
import { isBlocked, relationOf } from './relation'

/** What is worth saying beside a person's name in a list of people found; nothing for friends and strangers. */
export const useStandingNote = (userId: UserId): string | undefined => {
  const t = useT()
  const { relation, blocked } = useSelector((state) => ({
    relation: relationOf(state, userId),
    blocked: isBlocked(state, userId),
  }))
  if (blocked) return t('blockedShort')
  if (relation === 'self') return t('savedMessages')
  if (relation === 'requested') return t('waitingForAnswer')
  return relation === 'received' ? t('wantsToBeFriends') : undefined
}
