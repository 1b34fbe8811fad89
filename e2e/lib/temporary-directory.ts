import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A new directory, removed at the end of the scope that declares it with `using`. */
export const temporaryDirectory = (purpose: string): Disposable & { readonly path: string } => {
  const path = mkdtempSync(join(tmpdir(), `parley-${purpose}-`))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}
