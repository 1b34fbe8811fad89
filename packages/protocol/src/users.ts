import { z } from 'zod'
import { limits } from './limits'
import { User, userId } from './rows'
import { domain, method } from './specs'
import { query } from './texts'

export const users = domain({
  get: method({
    doc: 'Returns profiles by id. Unknown ids are left out.',
    auth: 'user',
    rate: 'read',
    input: z.object({ ids: z.array(userId).min(1).max(limits.usersPerGet) }),
    output: z.object({ users: z.array(User) }),
    errors: [],
  }),
  search: method({
    doc: 'Finds people by exact username, with or without a leading @, by exact id, or by the beginning of their display name or of its pinyin. The beginning has at least `limits.searchMinChars` characters. Returns at most `limits.searchPeople`, exact matches first, or an empty list.',
    auth: 'user',
    rate: 'lookup',
    input: z.object({ query: query(100).min(1) }),
    output: z.object({ users: z.array(User) }),
    errors: [],
  }),
})
