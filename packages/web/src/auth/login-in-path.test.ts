import { expect, test } from 'bun:test'
import { loginInPath } from './login-in-path'

/** The part that the router passes on. */
const routed = (login: string): string => decodeURI(encodeURIComponent(login))

test('every login survives its way through a path', () => {
  for (const login of ['alice', 'alice@lake.example', '50%@lake.example', 'a/b@lake.example', 'é%zz@lake.example'])
    expect(loginInPath(routed(login))).toBe(login)
})
