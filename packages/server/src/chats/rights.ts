import type { Rights } from '@parley/protocol'

/** The default rights of group members. */
export const usualRights: Rights = { invite: 'members', pin: 'admins', edit: 'admins' }

/** The rights of group members, from the group's row. */
export const rightsOf = ({ rights }: { readonly rights: string | null }): Rights =>
  rights === null ? usualRights : (JSON.parse(rights) as Rights)
