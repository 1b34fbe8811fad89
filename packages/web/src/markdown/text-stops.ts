import { createContext } from 'react'

/** The `tabIndex` of links and buttons in a text. Tab stops only at those of one message at a time. */
export const TextStops = createContext<0 | -1>(0)
