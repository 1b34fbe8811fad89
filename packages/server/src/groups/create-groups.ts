import type { Bus } from '../bus/bus'
import type { ChatAccess } from '../chats/access'
import type { ChatChanges } from '../chats/chat-changes'
import type { Friendships } from '../friends/friendships'
import type { Media } from '../media/media'
import type { SendRules } from '../moderation/send-rules'
import type { Database } from '../storage/database'
import type { Users } from '../users/users'
import { Arrivals } from './arrivals'
import { Departures } from './departures'
import { GroupActions } from './group-action'
import { GroupErasing } from './group-erasing'
import { GroupLinks } from './group-links'
import { GroupMembers } from './group-members'
import { GroupSettings } from './group-settings'
import { Groups } from './groups'
import { Ownership } from './ownership'
import { Requests } from './requests'
import { Roles } from './roles'

export interface CreateGroupsOptions {
  readonly database: Database
  readonly bus: Bus
  readonly access: ChatAccess
  readonly changes: ChatChanges
  readonly users: Users
  readonly friendships: Friendships
  readonly media: Pick<Media, 'setAvatar'>
  readonly sendRules: Pick<SendRules, 'know' | 'checkTexts'>
  /** The most members of a group on this server. */
  readonly maxMembers: number
}

/** Wires everything about groups. */
export const createGroups = ({ access, ...parts }: CreateGroupsOptions) => {
  const actions = new GroupActions({ access, users: parts.users, kind: 'group' })
  const requests = new Requests({ ...parts, actions })
  const arrivals = new Arrivals({ ...parts, actions, requests })
  const departures = new Departures({ ...parts, actions, requests })
  const ownership = new Ownership(parts)
  return {
    actions,
    arrivals,
    requests,
    members: new GroupMembers(),
    groups: new Groups({ ...parts, actions }),
    departures,
    roles: new Roles({ ...parts, actions }),
    settings: new GroupSettings({ ...parts, actions }),
    ownership,
    erasing: new GroupErasing({ ...parts, departures, ownership }),
    links: new GroupLinks({ ...parts, actions, arrivals }),
  }
}
export type GroupParts = ReturnType<typeof createGroups>
