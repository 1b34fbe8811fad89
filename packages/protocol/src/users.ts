import { z } from 'zod'
import { domain, method } from './contract'
import { limits } from './limits'
import { User, userId } from './rows'

export const users = domain({
  get: method({
    doc: 'Profiles by id; unknown ids are left out.',
    auth: 'user',
    rate: 'read',
    input: z.object({ ids: z.array(userId).min(1).max(limits.usersPerGet) }),
    output: z.object({ users: z.array(User) }),
    errors: [],
  }),
  search: method({
    doc: 'Finds people by exact user name, with or without a leading @, by exact id, or by the beginning of their display name, at least `limits.searchMinChars` long; at most `limits.searchPeople`, who matches exactly first. Finding nobody is an empty list.',
    auth: 'user',
    rate: 'lookup',
    input: z.object({ query: z.string().trim().min(1).max(100) }),
    output: z.object({ users: z.array(User) }),
    errors: [],
  }),
})
