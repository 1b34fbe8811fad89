import type { Handlers } from '../lib/handlers'
import type { GroupParts } from './create-groups'

export const groupsHandlers = (parts: GroupParts): Handlers<'groups'> => {
  const { arrivals, departures, groups, links, requests, roles, settings } = parts
  return {
    create: (caller, input) => groups.create(caller, input),
    update: (caller, input) => settings.update(caller, input),
    invite: (caller, input) => arrivals.invite(caller, input),
    join: (caller, { chatId }) => arrivals.join(caller, chatId),
    entry: (caller, { chatId }) => arrivals.entry(caller, chatId),
    leave: (caller, { chatId }) => departures.leave(caller, chatId),
    remove: (caller, input) => departures.remove(caller, input),
    ban: (caller, input) => departures.ban(caller, input),
    unban: (caller, input) => departures.unban(caller, input),
    bans: (caller, input) => requests.bans(caller, input),
    setRole: (caller, input) => roles.setRole(caller, input),
    setNickname: (caller, input) => roles.setNickname(caller, input),
    mute: (caller, input) => roles.mute(caller, input),
    muteAll: (caller, input) => settings.muteAll(caller, input),
    transfer: (caller, input) => roles.transfer(caller, input),
    dissolve: (caller, { chatId }) => settings.dissolve(caller, chatId),
    members: (caller, input) => groups.members(caller, input),
    createLink: (caller, input) => links.create(caller, input),
    revokeLink: (caller, input) => links.revoke(caller, input),
    links: (caller, { chatId }) => links.list(caller, chatId),
    requests: (caller, input) => requests.list(caller, input),
    answerRequest: (caller, input) => arrivals.answer(caller, input),
  }
}
