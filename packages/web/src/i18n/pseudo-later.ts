import type { AdminCatalog, DocsCatalog, LaterCatalog } from './catalog'
import { lengthened } from './pseudo-text'
import { words as admin } from './words/en-admin'
import { words as docs } from './words/en-docs'
import { words as later } from './words/en-later'

/** All texts but the first ones, in one file. */
export const words = lengthened({ ...later, ...admin, ...docs }) as unknown as LaterCatalog & AdminCatalog & DocsCatalog
