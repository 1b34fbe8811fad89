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

/** Whom a message may name. */
export class NamedPeople {
  constructor(private readonly options: NamedPeopleOptions) {}

  /**
   * Refuses people whom nobody can name in a chat. Who was in a group is never again a stranger to it, and an account stays one:
   * what is allowed once is allowed for good, so that this needs no lock, and a message that waited is not refused because
   * somebody left meanwhile.
   * @throws {Failure} `not_found` with the field `mentions`
   */
  async check(
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

/** Whether two messages name the same people. */
export const sameMentions = (a: Mentions, b: Mentions): boolean => {
  const [these, those] = [a.mentions ?? [], b.mentions ?? []]
  return a.mentionsAll === b.mentionsAll && these.length === those.length && these.every((id, at) => id === those[at])
}
