import type { UserId } from '@parley/protocol'
import type { Reaction } from '@parley/sdk/api'
import type { T } from '../../i18n/catalog'

interface Words {
  readonly t: T
  readonly me: UserId | undefined
  /** Undefined for people who are not known. */
  readonly nameOf: (id: UserId) => string | undefined
}

/** Who reacted with an emoji, in words: the viewer first, then those whose names are known; the others are counted. */
export const whoReacted = ({ count, mine, users }: Reaction, { t, me, nameOf }: Words): string => {
  const names = users.flatMap((id) => (id === me ? [] : (nameOf(id) ?? [])))
  const named = mine ? [t('you'), ...names] : names
  const others = count - named.length
  return [...named, ...(others > 0 ? [t('otherPeople', { count: others })] : [])].join(t('listComma'))
}
