import type { UserId } from './ids'
import type { Message, StoredBody } from './rows'

/** The people that a body shows. */
export const peopleInBody = (body: StoredBody): readonly UserId[] => {
  switch (body.type) {
    case 'system':
      return body.userIds ?? []
    case 'contact':
      return [body.userId]
    case 'text':
    case 'image':
    case 'video':
    case 'voice':
    case 'file':
    case 'album':
    case 'location':
    case 'retracted':
    case 'withheld':
      return []
    default:
      // A kind that only newer servers know.
      body satisfies never
      return []
  }
}

/**
 * The people whose profiles are needed to show a message: its sender, its first author, and those whom it mentions or
 * its body shows.
 */
export const peopleIn = ({
  senderId,
  mentions,
  forwardedFrom,
  body,
}: Pick<Message, 'senderId' | 'mentions' | 'forwardedFrom' | 'body'>): ReadonlySet<UserId> => {
  const people = new Set([senderId, ...(mentions ?? []), ...peopleInBody(body)])
  if (forwardedFrom?.userId !== undefined) people.add(forwardedFrom.userId)
  return people
}
