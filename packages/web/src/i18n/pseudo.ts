import type { Catalog } from './catalog'
import { lengthened } from './pseudo-text'
import { words as english } from './words/en'

/** A language for tests: shows untranslated texts, and layouts that break with longer texts. `?lang=xx-pseudo` */
export const words = lengthened(english) as unknown as Catalog
