import type { Contract, DomainName, Input, MethodName, Result } from '@parley/protocol'
import type { Caller, ServiceCaller, Stranger } from './caller'
import type { Encoded } from './encoded'

type CallerOf<D extends DomainName, K extends keyof Contract[D]> = Contract[D][K] extends { auth: infer A }
  ? 'none' extends A
    ? Stranger
    : 'service' extends A
      ? ServiceCaller
      : Caller
  : never

type Name<D extends DomainName, K> = `${D}.${K & string}` & MethodName

type Answered<N extends MethodName> = Result<N> | Encoded<Result<N>>

/** The handlers of one domain: a missing one, or one of another shape, is a compile error. */
export type Handlers<D extends DomainName> = {
  readonly [K in keyof Contract[D]]: (
    caller: CallerOf<D, K>,
    input: Input<Name<D, K>>,
  ) => Promise<Answered<Name<D, K>>> | Answered<Name<D, K>>
}
