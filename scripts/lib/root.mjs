import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout: the directory that contains `scripts/`. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** A path inside the checkout. */
export const inRoot = (...parts) => join(root, ...parts)
