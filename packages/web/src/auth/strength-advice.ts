import { limits } from '@parley/protocol/limits'
import type { PasswordStrength } from '@parley/protocol/password-strength'
import type { T } from '../i18n/catalog'

/** How to improve a password. Empty if it is good enough. */
export const strengthAdvice = (t: T, strength: PasswordStrength | undefined): string => {
  switch (strength?.reason) {
    case 'common':
      return t('strengthCommon')
    case 'holds_username':
      return t('strengthUsername')
    case 'repetitive':
      return t('strengthSimple')
    default:
      return strength && strength.score > 0 ? '' : t('strengthShort', { count: limits.passwordMinChars })
  }
}

/** How many of the meter's four bars are filled. 0 before the first rating. */
export const filledBars = (strength: Pick<PasswordStrength, 'score'> | undefined): number =>
  strength ? Math.max(strength.score, 1) : 0
