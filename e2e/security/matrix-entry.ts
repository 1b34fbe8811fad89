import type { MethodName, Params } from '@parley/protocol'
import type { TestApp } from '@parley/server/src/testing/test-app'
import type { Cast, Places, Role } from './matrix-cast'

/** What one cell of the matrix starts from. */
export interface Scene {
  readonly app: TestApp
  readonly cast: Cast
  readonly places: Places
}

/** `yes`, or the error that refuses the call. */
export type Outcome = string
/** What each role gets; `others` are the roles that are not named. */
export type Outcomes = Readonly<Partial<Record<Role, Outcome>> & { others: Outcome }>

/** One method of the matrix. */
export interface Entry<N extends MethodName = MethodName> {
  /** What is there before the call. */
  readonly params: (scene: Scene, role: Role) => Params<N> | Promise<Params<N>>
  readonly outcomes: Outcomes
  /** Present when the call changes what the next role starts from: each role gets people of its own. */
  readonly spoils?: true
  /** Roles to whom a result tells something that others must not learn, and how it shows. */
  readonly shows?: { readonly to: readonly Role[]; readonly when: (result: never) => boolean }
}

export type Entries = { readonly [N in MethodName]: Entry<N> }
export type PartOf<Prefix extends string> = { readonly [N in Extract<MethodName, `${Prefix}.${string}`>]: Entry<N> }

/** Everybody who has a session. */
export const signedIn: Outcomes = { stranger: 'unauthenticated', others: 'yes' }
/** Strangers as well. */
export const anybody: Outcomes = { others: 'yes' }
/** Administrators of the server. */
export const administrators: Outcomes = { stranger: 'unauthenticated', administrator: 'yes', others: 'forbidden' }

interface Inside {
  readonly owner?: Outcome
  readonly admin?: Outcome
  readonly member?: Outcome
  readonly muted?: Outcome
  /** Of both who left and who was banned. */
  readonly former?: Outcome
}

/** Whoever never belonged to the group learns nothing but `not_found`. */
export const inGroup = ({
  owner = 'yes',
  admin = owner,
  member = admin,
  muted = member,
  former,
}: Inside = {}): Outcomes => ({
  ...{ stranger: 'unauthenticated', owner, admin, member, muted },
  ...{ former: former ?? 'not_a_member', banned: former ?? 'not_a_member', others: 'not_found' },
})
