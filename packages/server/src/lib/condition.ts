/**
 * What a node does with what reaches it. `cut_off`: it has no way to other nodes, so it stores what arrives and sends its
 * connections to others. `no_database`: it serves, but the database does not answer, so that every call that needs it fails; or its place in
 * the database is not held, and another node could take it.
 */
export type Condition = 'starting' | 'serving' | 'cut_off' | 'no_database' | 'stopping'

/** Whether new connections are taken: where another node is the better place for them they are not. */
export const takesConnections = (condition: Condition): boolean => takesCalls(condition) && condition !== 'cut_off'

/** Whether calls are taken: what cannot be done then says so itself. */
export const takesCalls = (condition: Condition): boolean => condition !== 'starting' && condition !== 'stopping'
