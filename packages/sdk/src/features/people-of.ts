import type { ChatDelta, UserId } from '@parley/protocol'
import { peopleIn, peopleInBody } from '@parley/protocol/people-in'
import type { OutboxEntry } from '../store/store'

/** The people that a waiting message shows. */
export const peopleInEntry = ({ body, forward }: Pick<OutboxEntry, 'body' | 'forward'>): readonly UserId[] => {
  const author = forward?.origin.userId
  return author === undefined ? peopleInBody(body) : [...peopleInBody(body), author]
}

/** The people that a delta's rows mention. */
export const peopleOf = function* (delta: ChatDelta): Generator<UserId> {
  for (const message of [...(delta.messages ?? []), ...(delta.view?.last ? [delta.view.last] : [])])
    yield* peopleIn(message)
  for (const member of delta.members ?? []) yield member.userId
  yield* delta.chat?.peerIds ?? []
}
