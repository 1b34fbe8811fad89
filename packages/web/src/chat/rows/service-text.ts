import type { SystemBody, UserId } from '@parley/protocol'
import type { TimelineMessage } from '@parley/sdk/api'
import type { T } from '../../i18n'
import { isolated } from '../../i18n/isolated'

/** At most this many names. Further ones are counted. */
const maxNames = 3

export interface ServiceTextContext {
  readonly t: T
  readonly locale: string
  readonly me: UserId | undefined
  readonly nameOf: (id: UserId) => string
}

const peopleText = (ids: readonly UserId[], { t, locale, me, nameOf }: ServiceTextContext): string => {
  const names = ids.map((id) => (id === me ? t('youInList') : isolated(nameOf(id))))
  const rest = names.length - maxNames
  if (rest <= 1) return new Intl.ListFormat(locale, { type: 'conjunction' }).format(names)
  const shown = new Intl.ListFormat(locale, { type: 'unit', style: 'short' }).format(names.slice(0, maxNames))
  return t('peopleAndMore', { people: shown, count: rest })
}

type Sentence = Exclude<SystemBody['event'], 'notice'>
type Write = (by: string | undefined, people: string, t: T) => string

/** One sentence for each event. `by` is undefined if the viewer acted. `people` are the subjects, or the new name. */
const sentences: Record<Sentence, Write> = {
  group_created: (name, _people, t) =>
    name === undefined ? t('systemGroupCreatedYou') : t('systemGroupCreated', { name }),
  members_added: (name, people, t) =>
    name === undefined ? t('systemMembersAddedYou', { people }) : t('systemMembersAdded', { name, people }),
  member_left: (name, _people, t) => (name === undefined ? t('systemMemberLeftYou') : t('systemMemberLeft', { name })),
  invite_accepted: (name, _people, t) =>
    name === undefined ? t('systemInviteAcceptedYou') : t('systemInviteAccepted', { name }),
  friends_now: (name = '', _people, t) => t('systemFriendsNow', { name }),
  member_joined: (name, _people, t) => (name === undefined ? t('systemJoinedYou') : t('systemJoined', { name })),
  member_removed: (name, people, t) =>
    name === undefined ? t('systemRemovedYou', { people }) : t('systemRemoved', { name, people }),
  admin_added: (name, people, t) =>
    name === undefined ? t('systemAdminAddedYou', { people }) : t('systemAdminAdded', { name, people }),
  admin_removed: (name, people, t) =>
    name === undefined ? t('systemAdminRemovedYou', { people }) : t('systemAdminRemoved', { name, people }),
  owner_changed: (name, people, t) =>
    name === undefined ? t('systemOwnerChangedYou', { people }) : t('systemOwnerChanged', { name, people }),
  name_changed: (name, group, t) =>
    name === undefined ? t('systemNameChangedYou', { group }) : t('systemNameChanged', { name, group }),
  announcement_changed: (name, _people, t) =>
    name === undefined ? t('systemAnnouncementYou') : t('systemAnnouncement', { name }),
  all_muted: (name, _people, t) => (name === undefined ? t('systemAllMutedYou') : t('systemAllMuted', { name })),
  all_unmuted: (name, _people, t) => (name === undefined ? t('systemAllUnmutedYou') : t('systemAllUnmuted', { name })),
  group_dissolved: (name, _people, t) =>
    name === undefined ? t('systemDissolvedYou') : t('systemDissolved', { name }),
}

const isKnown = (event: string): event is Sentence => Object.hasOwn(sentences, event)

/**
 * The actor of an event is its sender, with two exceptions. The body may have the member who left, and a new friendship
 * shows the other person.
 */
const actorOf = ({ event, userIds = [] }: SystemBody, senderId: UserId, me: UserId | undefined): UserId => {
  if (event === 'member_left') return userIds[0] ?? senderId
  return (event === 'friends_now' ? userIds.find((id) => id !== me) : undefined) ?? senderId
}

/** The text of a service message for the viewer. Unknown events of newer servers get a general sentence. */
export const serviceText = (message: TimelineMessage, words: ServiceTextContext): string => {
  const via = message.row?.via
  const text = eventText(message, words)
  return via === undefined ? text : `${text} · ${words.t('viaService', { service: isolated(via) })}`
}

const eventText = (message: TimelineMessage, words: ServiceTextContext): string => {
  const { body } = message
  if (body.type === 'system' && body.event === 'notice') return body.notice ?? ''
  if (body.type !== 'system' || !isKnown(body.event)) return words.t('unknownEvent')
  const ids = body.userIds ?? []
  const actor = actorOf(body, message.senderId, words.me)
  const by = actor === words.me ? undefined : words.nameOf(actor)
  return sentences[body.event](by, body.name ?? peopleText(ids, words), words.t)
}
