import type { MethodName, Params } from '@parley/protocol'
import type { TestApp } from '@parley/server/src/testing/test-app'
import type { Cast, Role, TestChats } from './matrix-cast'

/** The starting point of one cell of the matrix. */
export interface Scene {
  readonly app: TestApp
  readonly cast: Cast
  readonly chats: TestChats
}

/** `yes`, or the error that refuses the call. */
export type Outcome = string
/** The outcome for each role; `others` are the roles not listed. */
export type Outcomes = Readonly<Partial<Record<Role, Outcome>> & { others: Outcome }>

/** One method of the matrix. */
export interface Entry<N extends MethodName = MethodName> {
  /** Prepares the scene and returns the parameters. */
  readonly params: (scene: Scene, role: Role) => Params<N> | Promise<Params<N>>
  readonly outcomes: Outcomes
  /** Set if the call changes the scene for later roles. Then each role gets its own people. */
  readonly changesScene?: true
  /** Roles whose result contains information hidden from the others, and how to detect it. */
  readonly reveals?: { readonly to: readonly Role[]; readonly when: (result: never) => boolean }
}

export type Entries = { readonly [N in MethodName]: Entry<N> }
export type PartOf<Prefix extends string> = { readonly [N in Extract<MethodName, `${Prefix}.${string}`>]: Entry<N> }

/** All users with a session. */
export const signedIn: Outcomes = { stranger: 'unauthenticated', others: 'yes' }
/** Strangers as well. */
export const everyone: Outcomes = { others: 'yes' }
export const administrators: Outcomes = { stranger: 'unauthenticated', administrator: 'yes', others: 'forbidden' }

interface GroupOutcomes {
  readonly owner?: Outcome
  readonly admin?: Outcome
  readonly member?: Outcome
  readonly muted?: Outcome
  /** For former and banned members. */
  readonly former?: Outcome
}

/** Users who never were members learn nothing but `not_found`. */
export const inGroup = ({
  owner = 'yes',
  admin = owner,
  member = admin,
  muted = member,
  former,
}: GroupOutcomes = {}): Outcomes => ({
  ...{ stranger: 'unauthenticated', owner, admin, member, muted },
  ...{ former: former ?? 'not_a_member', banned: former ?? 'not_a_member', others: 'not_found' },
})
