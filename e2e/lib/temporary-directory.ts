import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A directory of its own, removed at the end of the scope that holds it with `using`. */
export const temporaryDirectory = (purpose: string): Disposable & { readonly path: string } => {
  const path = mkdtempSync(join(tmpdir(), `parley-${purpose}-`))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}
