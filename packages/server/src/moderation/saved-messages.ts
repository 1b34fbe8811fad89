import type { Standing } from '../storage/schema'

/** Whether a chat is the user's saved messages. They reach no one else, so no rule of moderation applies to them. */
export const isSavedMessages = ({ kind, pair }: Pick<Standing, 'kind' | 'pair'>): boolean => kind === 'direct' && !pair
