import type { ChatDelta } from '@parley/protocol'

/**
 * Whether a member who joined or left within a delta may not see one of its messages: then all clients fetch their own.
 */
export const isHiddenFromSome = ({ members = [], messages = [] }: ChatDelta): boolean => {
  const oldest = messages[0]?.seq ?? Number.MAX_SAFE_INTEGER
  const newest = messages.at(-1)?.seq ?? 0
  return members.some(({ visibleFrom, leftSeq }) => visibleFrom > oldest || (leftSeq ?? newest) < newest)
}
