import type { ChatDelta, UserId } from '@parley/protocol'

/** The people that a delta's rows mention. */
export const peopleOf = function* (delta: ChatDelta): Generator<UserId> {
  for (const { senderId, body, mentions } of [
    ...(delta.messages ?? []),
    ...(delta.view?.last ? [delta.view.last] : []),
  ]) {
    yield senderId
    yield* mentions ?? []
    if (body.type === 'system') yield* body.userIds ?? []
  }
  for (const member of delta.members ?? []) yield member.userId
  yield* delta.chat?.peerIds ?? []
}
