import type { Handlers } from '../lib/handlers'
import type { Users } from './users'

export const usersHandlers = (users: Users): Handlers<'users'> => ({
  get: async (_caller, { ids }) => ({ users: await users.byId(ids) }),
  search: async (_caller, { query }) => ({ users: await users.search(query) }),
})
