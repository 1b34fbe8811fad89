import { inGroup, type PartOf, type Scene, signedIn } from './matrix-entry'

const here = ({ chats: places }: Scene) => ({ chatId: places.group })
const target = (scene: Scene) => ({ ...here(scene), userId: scene.cast.target.me.id })
/** For the owner and the admins. */
const moderators = inGroup({ member: 'forbidden' })
const ownerAlone = inGroup({ admin: 'forbidden' })

type GroupEntries = Omit<PartOf<'groups'>, 'groups.create'>

/** Everything about a group, in the group of the matrix. */
export const groupEntries: GroupEntries = {
  'groups.update': { params: (scene) => ({ ...here(scene), name: 'Renamed' }), outcomes: moderators },
  'groups.invite': {
    params: (scene) => ({ ...here(scene), userIds: [scene.cast.guest.me.id] }),
    outcomes: inGroup(),
  },
  'groups.join': { params: here, outcomes: inGroup({ former: 'not_open' }) },
  'groups.entry': { params: here, outcomes: { ...inGroup({ former: 'not_open' }), banned: 'banned' } },
  'groups.leave': { params: here, outcomes: inGroup({ owner: 'transfer_first', admin: 'yes' }) },
  'groups.remove': { params: target, outcomes: moderators },
  'groups.ban': { params: target, outcomes: moderators },
  'groups.unban': { params: target, outcomes: moderators },
  'groups.bans': { params: here, outcomes: moderators },
  'groups.setRole': { params: (scene) => ({ ...target(scene), role: 'admin' }), outcomes: ownerAlone },
  'groups.setNickname': { params: (scene) => ({ ...target(scene), nickname: 'Nick' }), outcomes: moderators },
  'groups.mute': { params: (scene) => ({ ...target(scene), forMs: 60_000 }), outcomes: moderators },
  'groups.muteAll': { params: (scene) => ({ ...here(scene), muted: true }), outcomes: moderators },
  'groups.transfer': { params: target, outcomes: ownerAlone },
  'groups.dissolve': { params: here, outcomes: ownerAlone },
  'groups.members': { params: here, outcomes: inGroup() },
  'groups.createLink': { params: here, outcomes: moderators },
  'groups.revokeLink': {
    params: async (scene) => {
      const { code } = await scene.cast.owner.call('groups.createLink', here(scene))
      return { ...here(scene), code }
    },
    outcomes: moderators,
  },
  'groups.links': { params: here, outcomes: moderators },
  'groups.requests': { params: here, outcomes: moderators },
  'groups.answerRequest': {
    params: async (scene) => {
      await scene.cast.owner.call('groups.update', { ...here(scene), joinPolicy: 'approval' })
      await scene.cast.guest.call('groups.join', here(scene))
      return { ...here(scene), userId: scene.cast.guest.me.id, accept: true }
    },
    outcomes: moderators,
  },
}

const channel = ({ chats: places }: Scene) => ({ chatId: places.channel })
/**
 * The owner of a channel and the administrators of the server manage it. An admin of the group is a plain member of the
 * channel.
 */
const runsChannel = { ...inGroup({ admin: 'forbidden' }), administrator: 'yes' }

/** Everything about the channel of the matrix. */
export const channelEntries: Omit<PartOf<'channels'>, 'channels.create'> = {
  'channels.list': { params: () => ({}), outcomes: signedIn },
  'channels.update': { params: (scene) => ({ ...channel(scene), about: 'High up' }), outcomes: runsChannel },
  'channels.join': { params: channel, outcomes: signedIn },
  'channels.leave': { params: channel, outcomes: inGroup() },
  'channels.setOpen': {
    params: (scene) => ({ ...channel(scene), open: false }),
    outcomes: { stranger: 'unauthenticated', administrator: 'yes', others: 'forbidden' },
  },
  'channels.mute': {
    params: (scene) => ({ ...channel(scene), userId: scene.cast.target.me.id, forMs: 60_000 }),
    outcomes: runsChannel,
  },
}
