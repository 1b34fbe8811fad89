/**
 * A node's state for new work. `cut_off`: it can't reach other nodes, so it stores messages and drains its connections.
 * `no_database`: it serves, but the database doesn't respond, so every call that needs it fails. Or the node has lost
 * its lock on the database, and another node could take it.
 */
export type Condition = 'starting' | 'serving' | 'cut_off' | 'no_database' | 'stopping'

/** Whether new connections are taken: where another node is the better place for them they are not. */
export const takesConnections = (condition: Condition): boolean => takesCalls(condition) && condition !== 'cut_off'

/** Whether calls are taken: what cannot be done then says so itself. */
export const takesCalls = (condition: Condition): boolean => condition !== 'starting' && condition !== 'stopping'
