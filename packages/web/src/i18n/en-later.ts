import { enGroupTools } from './en-group-tools'

/** English words that no first look needs: they come with the parts of the client that are loaded later. */
export const enLater = { ...enGroupTools } as const
