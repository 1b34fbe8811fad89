import { loadWithRetry } from '../lib/load-with-retry'
import { LazyMarkdown } from './lazy-markdown'

/**
 * The texts of messages. The formatting code isn't part of the first screen, since most messages have nothing to
 * format.
 */
export const messageMarkdown = new LazyMarkdown(() => loadWithRetry(() => import('./formatted')))
