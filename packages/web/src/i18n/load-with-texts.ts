import { loadWithRetry } from '../lib/load-with-retry'
import { loadLaterCatalog } from './language'

/** Loads code together with the later texts, and retries until both succeed. */
export const loadWithTexts = async <Code>(load: () => Promise<Code>): Promise<Code> => {
  const [code] = await Promise.all([loadWithRetry(load), loadLaterCatalog()])
  return code
}
