import { normalized } from '@parley/protocol/normalize'

/** A display name in the form in which names are compared: without regard to case and width. */
export const foldName = (name: string): string => normalized(name, 'NFKC').toLowerCase()
