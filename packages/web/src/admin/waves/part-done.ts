import type { Wave } from '@parley/protocol'

/** The part of a cleanup that is done, from 0 to 1. */
export const partDone = ({ accounts, accountsDone, messages, messagesDone }: Wave): number =>
  accounts + messages === 0 ? 1 : Math.min(1, (accountsDone + messagesDone) / (accounts + messages))
