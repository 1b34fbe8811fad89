import type { User } from '@parley/protocol'

/** The name that a person goes by for the viewer, and what else they are called. */
export const personNames = (
  { name, username }: Pick<User, 'name' | 'username'>,
  remark: string | undefined,
): { readonly name: string; readonly also: string } =>
  remark === undefined ? { name, also: `@${username}` } : { name: remark, also: `${name} · @${username}` }
