import type { z } from 'zod'
import type { ErrorName } from './errors'
import type { RateName } from './limits'

/** Who may call: anybody, a signed-in user, or an administrator. */
export type Auth = 'none' | 'user' | 'admin'

/** One method of the contract. */
export interface MethodSpec<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType, A extends Auth = Auth> {
  /** What it does, in a sentence or two, for the reference. */
  readonly doc: string
  readonly auth: A
  /** The token bucket that a call takes from. */
  readonly rate: RateName
  readonly input: I
  readonly output: O
  /** The errors particular to this method; `commonErrors` come on top. */
  readonly errors: readonly ErrorName[]
  /** Present when the method makes no sense on one request alone (it concerns a connection): refused over HTTP. */
  readonly connectionOnly?: true
  /** Present when it ends or removes something, and so works for an account that has used up its quota as well. */
  readonly removes?: true
  /** Present when no other call takes back what it does: people are asked before, and pages that try methods out say so. */
  readonly final?: true
}

/** One event that the server sends. */
export interface EventSpec<P extends z.ZodType = z.ZodType> {
  readonly doc: string
  readonly params: P
  /** Never replayed: after a reconnect it is gone. */
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
