/** All methods by domain, and the types of their names, parameters and results. */
import type { z } from 'zod'
import { accounts } from './accounts'
import { admin } from './admin'
import { channels } from './channels'
import { chats } from './chats'
import type { events } from './events'
import { friends } from './friends'
import { groups } from './groups'
import { invites } from './invites'
import { media } from './media'
import { messages } from './messages'
import { presence } from './presence'
import { reports } from './reports'
import { service } from './service'
import { session } from './session'
import { sessions } from './sessions'
import { sync } from './sync'
import { users } from './users'

export const contract = {
  session,
  accounts,
  sessions,
  users,
  friends,
  groups,
  channels,
  chats,
  messages,
  media,
  presence,
  sync,
  invites,
  reports,
  admin,
  service,
}

/** Rises with every incompatible change. A test pins the hash of all schemas to it. */
export const PROTOCOL_VERSION = 1

export type Contract = typeof contract
export type DomainName = keyof Contract
/** Every method's name on the wire, such as `messages.send`. */
export type MethodName = { [D in DomainName]: `${D}.${keyof Contract[D] & string}` }[DomainName]
type SpecOf<N extends MethodName> = N extends `${infer D extends DomainName}.${infer K}`
  ? K extends keyof Contract[D]
    ? Contract[D][K]
    : never
  : never
type Schema<N extends MethodName, Side extends 'input' | 'output'> = Side extends keyof SpecOf<N>
  ? SpecOf<N>[Side] extends z.ZodType
    ? SpecOf<N>[Side]
    : never
  : never
/** The parameters that a caller passes. */
export type Params<N extends MethodName> = z.input<Schema<N, 'input'>>
/** The parameters that a handler gets: parsed, with defaults filled in. */
export type Input<N extends MethodName> = z.output<Schema<N, 'input'>>
/** The result of a method. */
export type Result<N extends MethodName> = z.output<Schema<N, 'output'>>

export type EventName = keyof typeof events
/** The payload of an event. */
export type EventParams<N extends EventName> = z.output<(typeof events)[N]['params']>
