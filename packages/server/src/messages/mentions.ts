import type { Mentions, UserId } from '@parley/protocol'
import type { Readable } from '../chats/access'
import type { GroupMembers } from '../groups/group-members'
import { fail } from '../lib/fail'
import type { Queries } from '../storage/database'
import type { Users } from '../users/users'

export interface NamedPeopleOptions {
  readonly users: Pick<Users, 'keysOf'>
  readonly members: Pick<GroupMembers, 'allKnown'>
}

/** Checks the mentions of a message. */
export class NamedPeople {
  constructor(private readonly options: NamedPeopleOptions) {}

  /**
   * Refuses mentions of strangers to a chat. Former members of a group never become strangers to it, and an account
   * stays one. A permitted mention stays permitted, so this needs no lock, and a waiting message isn't refused because
   * a member left meanwhile.
   * @throws {Failure} `not_found` with the field `mentions`
   */
  async checkMentions(
    db: Queries,
    { kind, chatKey }: Pick<Readable, 'kind' | 'chatKey'>,
    ids: readonly UserId[],
  ): Promise<void> {
    const keys = await this.options.users.keysOf(db, ids)
    const known = keys.size === ids.length
    if (known && (kind === 'channel' || (await this.options.members.allKnown(db, chatKey, [...keys.values()])))) return
    const message = 'mentions: somebody who is named here does not belong to this chat'
    throw fail('not_found', { field: 'mentions', message })
  }
}

/** Whether two messages mention the same users. */
export const sameMentions = (a: Mentions, b: Mentions): boolean => {
  const these = a.mentions ?? []
  const those = b.mentions ?? []
  return a.mentionsAll === b.mentionsAll && these.length === those.length && these.every((id, at) => id === those[at])
}
