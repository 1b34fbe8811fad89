import { loadLaterCatalog } from '../i18n'
import type { T } from '../i18n/catalog'
import { toast } from './toast'

/**
 * Loads the code of an action that the user just requested, for example by a key, together with the later texts. If
 * loading fails, it shows that and returns undefined.
 */
export const onDemand = async <R>(t: T, load: () => Promise<R>): Promise<R | undefined> => {
  try {
    const [loaded] = await Promise.all([load(), loadLaterCatalog()])
    return loaded
  } catch {
    toast(t('notNow'), { kind: 'danger' })
    return undefined
  }
}
