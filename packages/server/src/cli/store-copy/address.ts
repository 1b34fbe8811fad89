import { placeOf } from '../../storage/postgres/place'
import { StoreCopyError } from './store-copy-error'

/** Where an installation's database is. */
export type Address =
  | { readonly kind: 'sqlite'; readonly path: string; readonly shown: string }
  | { readonly kind: 'postgres'; readonly url: string; readonly shown: string }

/**
 * Reads `sqlite:PATH` or `postgres://…`. The shown form contains no password.
 * @throws {StoreCopyError}
 */
export const parseAddress = (text: string): Address => {
  const path = /^sqlite:(?:\/\/)?(.+)$/.exec(text)?.[1]
  if (path !== undefined) return { kind: 'sqlite', path, shown: path }
  if (/^postgres(ql)?:\/\//.test(text) && URL.canParse(text)) {
    const { where, database } = placeOf(text)
    return { kind: 'postgres', url: text, shown: `PostgreSQL database ${database} at ${where}` }
  }
  throw new StoreCopyError(
    'Use: parley store copy --from sqlite:./data/parley.db --to postgres://user:password@host/database',
  )
}
