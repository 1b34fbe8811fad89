import type { MethodName, Params, Result, UserId, WireError } from '@parley/protocol'
import { solveChallenge } from '@parley/sdk/challenge'

/** A person with an account and a session. */
export interface Person {
  readonly username: string
  readonly userId: UserId
  readonly token: string
}

/** An error that the server returned. */
export class Refusal extends Error {
  constructor(readonly wire: WireError) {
    super(`${wire.data?.code}: ${wire.message}`)
    this.name = 'Refusal'
  }
}

/** Calls a method over HTTP. Throws `Refusal`. */
export const callHttp = async <N extends MethodName>(
  url: string,
  call: { readonly method: N; readonly params: Params<N>; readonly token?: string; readonly cookie?: string },
): Promise<Result<N>> => {
  const response = await fetch(`${url}/api/${call.method}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(call.token === undefined ? {} : { authorization: `Bearer ${call.token}` }),
      ...(call.cookie === undefined ? {} : { cookie: call.cookie }),
    },
    body: JSON.stringify(call.params),
  })
  const answer = (await response.json()) as Result<N> & { error?: WireError }
  if (!response.ok && answer.error) throw new Refusal(answer.error)
  return answer
}

/** Adds the solution of a challenge to the parameters if the server requires one. */
export const proven = async <P extends object>(url: string, params: P): Promise<P & { challenge?: string }> => {
  const { challenge: wanted } = await callHttp(url, { method: 'accounts.policy', params: {} })
  if (!wanted) return params
  const challenge = await solveChallenge(await callHttp(url, { method: 'accounts.challenge', params: {} }))
  return { ...params, challenge }
}

/** Creates an account. Hashing the password takes the server a tenth of a second. */
export const register = async (url: string, username: string): Promise<Person> => {
  const params = { username, name: username, password: 'plum tractor under seven clouds' }
  const { user, session } = await callHttp(url, { method: 'accounts.register', params: await proven(url, params) })
  return { username, userId: user.id, token: session.token }
}

/** Creates several accounts, one after another. */
export const registerAll = async (url: string, usernames: readonly string[]): Promise<Person[]> => {
  const people: Person[] = []
  for (const username of usernames) people.push(await register(url, username))
  return people
}
