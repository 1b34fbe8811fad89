import type { Params } from '@parley/protocol'

/** Filters of the list of people, besides a name. */
export interface PeopleFilter {
  readonly state?: NonNullable<Params<'admin.users'>['state']>
  /** Only accounts of the last days. */
  readonly days?: number
  readonly network: string
}

const dayMs = 86_400_000

/** The parameters of a filter. */
export const filterParams = ({ state, days, network }: PeopleFilter, nowMs: number) => ({
  ...(state === undefined ? {} : { state }),
  ...(days === undefined ? {} : { from: nowMs - days * dayMs }),
  ...(network.trim() === '' ? {} : { network: network.trim() }),
})
