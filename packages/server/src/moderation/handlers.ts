import type { Handlers } from '../lib/handlers'
import type { ModerationParts } from './create-moderation'

/** The methods of administrators about limits. */
export const limitsHandlers = ({
  rules,
}: Pick<ModerationParts, 'rules'>): Pick<Handlers<'admin'>, 'limits' | 'setLimits' | 'words' | 'setWords'> => ({
  limits: () => rules.currentLimits(),
  words: async () => ({ words: await rules.currentWords() }),
  setWords: async (caller, { words }) => ({ words: await rules.setWords(caller, words) }),
  setLimits: (caller, { limits }) => rules.setLimits(caller, limits),
})
