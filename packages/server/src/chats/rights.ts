import type { Rights } from '@parley/protocol'

/** What members of a group may do until it is set otherwise. */
export const usualRights: Rights = { invite: 'members', pin: 'admins', edit: 'admins' }

/** What members of a group may do, from its row. */
export const rightsOf = ({ rights }: { readonly rights: string | null }): Rights =>
  rights === null ? usualRights : (JSON.parse(rights) as Rights)
