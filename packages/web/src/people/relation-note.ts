import type { UserId } from '@parley/protocol'
import { useT } from '../i18n'
import { useSelector } from '../lib/client'
import { isBlocked, relationOf } from './relation'

/** The note beside a person's name in search results. Undefined for friends and strangers. */
export const useRelationNote = (userId: UserId): string | undefined => {
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
