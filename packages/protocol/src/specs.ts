import type { z } from 'zod'
import type { ErrorName } from './errors'
import type { RateName } from './rates'

/** The permitted callers: anyone, signed-in users, administrators, or services with a token of the method's scope. */
export type Auth = 'none' | 'user' | 'admin' | 'service'

/** The permissions that a service token can have. */
export const serviceScopes = ['users', 'sessions', 'groups', 'messages', 'exports'] as const
export type ServiceScope = (typeof serviceScopes)[number]

/** One method of the contract. */
export interface MethodSpec<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType, A extends Auth = Auth> {
  /** A description of the method in a few sentences, for the reference. */
  readonly doc: string
  readonly auth: A
  /** The scope that a service token needs. Present for `auth: 'service'`, and only there. */
  readonly scope?: ServiceScope
  /** The token bucket that a call takes from. */
  readonly rate: RateName
  readonly input: I
  readonly output: O
  /** The errors particular to this method, on top of `commonErrors`. */
  readonly errors: readonly ErrorName[]
  /** Present when the method concerns a connection, so that a single request makes no sense. HTTP refuses it. */
  readonly connectionOnly?: true
  /** Present when the method ends or removes something. It also works for accounts that have used up their quota. */
  readonly removes?: true
  /**
   * Present when the method helps an owner against a stolen session. It also works after that session has used up the
   * rates of the account, from `rates.reserve`.
   */
  readonly protects?: true
  /** Present when no other call can undo the effect. Clients ask first, and pages for trying methods out say so. */
  readonly final?: true
}

/** One event that the server sends. */
export interface EventSpec<P extends z.ZodType = z.ZodType> {
  readonly doc: string
  readonly params: P
  /** Never replayed. Clients don't get it after a reconnect. */
  readonly ephemeral: boolean
}

/** Declares a method. */
export const method = <I extends z.ZodType, O extends z.ZodType, A extends Auth>(
  spec: MethodSpec<I, O, A>,
): MethodSpec<I, O, A> => spec

/** Declares an event. */
export const event = <P extends z.ZodType>(spec: EventSpec<P>): EventSpec<P> => spec

/** Declares a group of methods; `<domain>.<key>` is the name on the wire. */
export const domain = <M extends Record<string, MethodSpec>>(methods: M): M => methods
