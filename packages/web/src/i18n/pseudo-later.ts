import type { LaterCatalog } from './catalog'
import { lengthened } from './pseudo-text'
import { words as english } from './words/en-later'

export const words = lengthened(english) as unknown as LaterCatalog
