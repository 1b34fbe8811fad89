import type { Handlers } from '../lib/handlers'
import type { ModerationParts } from './create-moderation'

/** The methods of administrators about limits. */
export const limitsHandlers = ({
  rules,
}: Pick<ModerationParts, 'rules'>): Pick<Handlers<'admin'>, 'limits' | 'setLimits' | 'words' | 'setWords'> => ({
  limits: () => rules.currentLimits(),
  words: () => rules.currentWords(),
  setWords: (caller, input) => rules.setWords(caller, input),
  setLimits: (caller, { limits }) => rules.setLimits(caller, limits),
})
