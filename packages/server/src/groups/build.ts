import type { Bus } from '../bus/bus'
import type { AccessCache } from '../chats/access'
import type { ChatChanges } from '../chats/chat-changes'
import type { Friendships } from '../friends/friendships'
import type { Media } from '../media/media'
import type { Database } from '../storage/database'
import type { Users } from '../users/users'
import { Arrivals } from './arrivals'
import { Departures } from './departures'
import { GroupLinks } from './group-links'
import { GroupSettings } from './group-settings'
import { Groups } from './groups'
import { Requests } from './requests'
import { Roles } from './roles'
import { Scenes } from './scene'

export interface GroupPartsOptions {
  readonly database: Database
  readonly bus: Bus
  readonly access: AccessCache
  readonly changes: ChatChanges
  readonly users: Users
  readonly friendships: Friendships
  readonly media: Pick<Media, 'setAvatar'>
  /** The most members that a group can have here. */
  readonly maxMembers: number
}

/** Everything about groups, wired. */
export const createGroups = ({ access, ...parts }: GroupPartsOptions) => {
  const scenes = new Scenes({ access, users: parts.users, kind: 'group' })
  const requests = new Requests({ ...parts, scenes })
  const arrivals = new Arrivals({ ...parts, scenes, requests })
  return {
    ...{ arrivals, requests },
    groups: new Groups({ ...parts, scenes }),
    departures: new Departures({ ...parts, scenes, requests }),
    roles: new Roles({ ...parts, scenes }),
    settings: new GroupSettings({ ...parts, scenes }),
    links: new GroupLinks({ ...parts, scenes, arrivals }),
  }
}
export type GroupParts = ReturnType<typeof createGroups>
