import type { Handlers } from '../lib/handlers'
import type { PeopleSearch } from './people-search'
import type { Users } from './users'

export const usersHandlers = (users: Users, people: PeopleSearch): Handlers<'users'> => ({
  get: async (_caller, { ids }) => ({ users: await users.byId(ids) }),
  search: async (caller, { query }) => ({ users: await people.search(caller, query) }),
})
