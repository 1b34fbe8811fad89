import type { DocsCatalog } from './catalog'
import { lengthened } from './pseudo-text'
import { words as english } from './words/en-docs'

export const words = lengthened(english) as unknown as DocsCatalog
