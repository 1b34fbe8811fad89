import type { AdminCatalog, LaterCatalog } from './catalog'
import { lengthened } from './pseudo-text'
import { words as admin } from './words/en-admin'
import { words as later } from './words/en-later'

export const words = lengthened({ ...later, ...admin }) as unknown as LaterCatalog & AdminCatalog
