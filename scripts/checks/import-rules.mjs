// Who may import whom: ARCHITECTURE.md, "Layout".
import { isTest } from './project-files.mjs'
import { sourceImports } from './source-imports.mjs'

/** Workspace packages, and which of the others each may import. */
const packageRules = {
  protocol: [],
  sdk: ['protocol'],
  server: ['protocol'],
  web: ['protocol', 'sdk'],
  bench: ['protocol', 'sdk'],
}

/** Layers of the server, lowest first: a file imports its own layer and lower ones. Every other directory is a domain. */
const layers = [
  ['lib'],
  ['config'],
  ['storage', 'bus', 'blobs'],
  ['<domain>'],
  ['dispatch'],
  ['gateway', 'http'],
  ['core'],
  ['app'],
  ['cli'],
  ['main'],
]
const domainLayer = layers.findIndex((names) => names.includes('<domain>'))

const packageOf = (path) => /^packages\/([^/]+)\//.exec(path)?.[1]
const serverPart = (path) => /^packages\/server\/src\/([^/.]+)/.exec(path)?.[1]
const layerOf = (part) => {
  const at = layers.findIndex((names) => names.includes(part))
  return at < 0 ? domainLayer : at
}
const isDomain = (part) => layerOf(part) === domainLayer && part !== 'testing'

const acrossPackages = ({ from, specifier, to }) => {
  const own = packageOf(from)
  const other = /^@parley\/([a-z0-9-]+)/.exec(specifier)?.[1] ?? packageOf(to ?? '')
  if (!own || !other || own === other) return undefined
  if (isTest(from) && own === 'sdk' && other === 'server') return 'whole-system tests belong into e2e/'
  return packageRules[own]?.includes(other) ? undefined : `${own} must not import ${other}`
}

const inServer = ({ from, to }) => {
  const [own, other] = [serverPart(from), to && serverPart(to)]
  if (!own || !other || own === other) return undefined
  if (isTest(from) || own === 'testing') return undefined
  if (other === 'testing') return 'only tests import src/testing'
  if (isDomain(own) && isDomain(other) && to.endsWith('/store.ts')) return `${own} must not touch the store of ${other}`
  if (layerOf(other) > layerOf(own)) return `${own} is a lower layer than ${other}`
  return undefined
}

const testCode = ({ from, to }) => (to && isTest(to) && !isTest(from) ? 'a test file is imported' : undefined)

/** Imports that ARCHITECTURE.md does not allow. */
export const importRules = () => {
  const problems = []
  for (const found of sourceImports()) {
    if (found.from.startsWith('e2e/') || found.from.startsWith('scripts/')) continue
    const unresolved =
      found.specifier.startsWith('.') && !found.to && !/\.(css|json|svg|png|txt|woff2)(\?|$)/.test(found.specifier)
    const wrong = unresolved ? 'there is no such file' : (acrossPackages(found) ?? inServer(found) ?? testCode(found))
    if (wrong) problems.push(`${found.from}:${found.line} imports ${found.specifier}: ${wrong}`)
  }
  return { problems }
}
