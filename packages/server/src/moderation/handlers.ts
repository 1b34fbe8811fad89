import type { Handlers } from '../lib/handlers'
import type { ModerationParts } from './create-moderation'

/** The methods of administrators about limits. */
export const limitsHandlers = ({
  rules,
}: Pick<ModerationParts, 'rules'>): Pick<Handlers<'admin'>, 'limits' | 'setLimits'> => ({
  limits: () => rules.currentLimits(),
  setLimits: (caller, { limits }) => rules.setLimits(caller, limits),
})
