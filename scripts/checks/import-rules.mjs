// Import rules: ARCHITECTURE.md, "Layout".
import { cyclesOf } from './import-graph.mjs'
import { isTest, projectFiles, textOf } from './project-files.mjs'
import { sourceImports } from './source-imports.mjs'

/** Workspace packages, with the packages that each may import. */
const packageRules = {
  protocol: [],
  sdk: ['protocol'],
  server: ['protocol'],
  web: ['protocol', 'sdk'],
  bench: ['protocol', 'sdk'],
}

/**
 * Layers of the server, lowest first. A file imports its own layer and lower ones. Every other directory is a domain.
 */
const layers = [
  ['lib'],
  ['config'],
  ['storage', 'bus', 'blobs', 'mail'],
  ['<domain>'],
  ['dispatch'],
  ['gateway', 'http'],
  ['core'],
  ['app'],
  ['cli'],
  ['main'],
]

/** Folders of `storage`, lowest first. A file imports its own folder and lower ones. */
const storageLayers = [['queries'], ['append'], ['migrations'], ['sqlite', 'postgres']]

/** Folders of the SDK, lowest first. The files next to them assemble the parts, and `api.ts` has the public types. */
const sdkLayers = ['lib', 'connection', 'store', 'sync', 'features', 'outbox', 'state', 'timeline']
/** Folders of the web client, lowest first. The files next to them start the pages. */
const webLayers = [
  ['lib', 'i18n', 'history', 'theme', 'ui', 'navigation', 'brand', 'media', 'dialogs', 'people'],
  [
    'auth',
    'cards',
    'sharing',
    'groups',
    'voice',
    'markdown',
    'emoji',
    'calendar',
    'viewer',
    'chat',
    'notify',
    'reports',
  ],
  [
    'settings',
    'offline',
    'sign-ins',
    'list',
    'admin',
    'friends',
    'forwarding',
    'switcher',
    'details',
    'shell',
    'docs',
    'embed',
  ],
].flat()
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
  if (isTest(from) && own === 'sdk' && other === 'server') return 'whole-system tests belong in e2e/'
  return packageRules[own]?.includes(other) ? undefined : `${own} must not import ${other}`
}

const inServer = ({ from, to }) => {
  const [own, other] = [serverPart(from), to && serverPart(to)]
  if (!own || !other || own === other) return undefined
  if (isTest(from) || own === 'testing') return undefined
  if (other === 'testing') return 'only tests import src/testing'
  if (isDomain(own) && isDomain(other) && /store\.ts$/.test(to)) return `${own} must not touch the store of ${other}`
  if (layerOf(other) > layerOf(own)) return `${own} is a lower layer than ${other}`
  return undefined
}

const storageFolder = (path) => /^packages\/server\/src\/storage\/([^/]+)\//.exec(path)?.[1]

/** The root of storage has the port and the schema and imports no folder. `open-database.ts` chooses the database. */
const inStorage = ({ from, to }) => {
  const inside = [from, to ?? ''].every((path) => path.startsWith('packages/server/src/storage/'))
  if (!inside || isTest(from) || from.endsWith('/open-database.ts')) return undefined
  const [own, other] = [storageFolder(from), storageFolder(to)]
  if (other === undefined || own === other) return undefined
  if (own === undefined) return `the root of storage must not import ${other}`
  const lower = storageLayers.slice(
    0,
    storageLayers.findIndex((names) => names.includes(own)),
  )
  return lower.some((names) => names.includes(other)) ? undefined : `${own} must not import ${other}`
}

const sdkFolder = (path) => /^packages\/sdk\/src\/([^/]+)\//.exec(path)?.[1]

const inSdk = ({ from, to }) => {
  const [own, file] = [sdkFolder(from), to && /^packages\/sdk\/src\/(.+)/.exec(to)?.[1]]
  if (!own || !file || isTest(from) || own === 'testing' || file === 'api.ts') return undefined
  const other = sdkFolder(to)
  if (other === 'testing') return 'only tests import src/testing'
  if (other === undefined) return `${own} must not import the files that assemble the client`
  return sdkLayers.indexOf(other) > sdkLayers.indexOf(own) ? `${own} is a lower layer than ${other}` : undefined
}

const webFolder = (path) => /^packages\/web\/src\/([^/]+)\//.exec(path)?.[1]

const inWeb = ({ from, to }) => {
  const own = webFolder(from)
  if (!own || !to?.startsWith('packages/web/src/') || isTest(from) || own === 'testing') return undefined
  const other = webFolder(to)
  if (other === 'testing') return 'only tests import src/testing'
  if (other === undefined) return `${own} must not import the files that start the pages`
  if (!webLayers.includes(own)) return `${own} is not a layer of the web client`
  return webLayers.indexOf(other) > webLayers.indexOf(own) ? `${own} is a lower layer than ${other}` : undefined
}

const testCode = ({ from, to }) => (to && isTest(to) && !isTest(from) ? 'a test file is imported' : undefined)

/**
 * Explains why ARCHITECTURE.md forbids an import, as `sourceImports` describes it; undefined when the import is
 * allowed.
 */
export const importProblem = (found) => {
  const unresolved =
    found.specifier.startsWith('.') && !found.to && !/\.(css|json|svg|png|txt|woff2)(\?|$)/.test(found.specifier)
  if (unresolved) return 'no such file'
  return acrossPackages(found) ?? inServer(found) ?? inStorage(found) ?? inSdk(found) ?? inWeb(found) ?? testCode(found)
}

const ownPath = (path) => /^packages\/(server|sdk|web|bench)\/src\/(.+)/.exec(path ?? '')?.slice(1)

/** The two folders beside each other that an import leads between. Undefined within a folder, and up or down. */
const siblingsOf = ({ from, to }) => {
  const [own, other] = [ownPath(from), ownPath(to)]
  if (!own || !other || own[0] !== other[0]) return undefined
  const [start, end] = [own, other].map(([name, path]) => [name, ...path.split('/').slice(0, -1)])
  const at = start.findIndex((part, depth) => part !== end[depth])
  return at < 0 || at >= end.length ? undefined : [start, end].map((parts) => parts.slice(0, at + 1).join('/'))
}

const isForTests = (path) => isTest(path) || path.includes('/src/testing/')

/**
 * Finds folders beside each other that import each other, directly or indirectly. `imports` are those of
 * `sourceImports`. Types and dynamic imports count, tests don't.
 */
export const folderCycles = (imports) => {
  const graph = new Map()
  const examples = new Map()
  for (const found of imports) {
    const siblings = siblingsOf(found)
    if (!siblings || isForTests(found.from) || isForTests(found.to)) continue
    const [start, end] = siblings
    graph.set(start, (graph.get(start) ?? new Set()).add(end))
    examples.set(`${start} ${end}`, `${found.from}:${found.line}`)
  }
  return cyclesOf(graph).map((folders) => {
    const places = folders.slice(1).map((folder, at) => examples.get(`${folders[at]} ${folder}`))
    return `folders import each other: ${folders.join(' → ')} (${places.join(', ')})`
  })
}

/** Finds folders of the server, the SDK and the web client that no table in the text of ARCHITECTURE.md describes. */
export const undescribedFolders = (text, files) => {
  const folders = files.map((path) => /^packages\/(?:server|sdk|web)\/src\/[^/]+\//.exec(path)?.[0])
  const isMissing = (folder) => {
    const [, source, name] = /^(.+\/src)\/(.+\/)$/.exec(folder)
    const table = new RegExp(`^Inside \`${source}\`.*\\n\\n(?:\\|.*\\n)+`, 'm').exec(text)?.[0] ?? ''
    return !table.includes(`\`${name}\``)
  }
  const missing = [...new Set(folders)].filter((folder) => folder && isMissing(folder))
  return missing.map((folder) => `ARCHITECTURE.md doesn't say what belongs in ${folder}`)
}

/** Finds imports that ARCHITECTURE.md forbids, import cycles between folders, and folders that it doesn't describe. */
export const importRules = () => {
  const problems = [...folderCycles(sourceImports()), ...undescribedFolders(textOf('ARCHITECTURE.md'), projectFiles())]
  for (const found of sourceImports()) {
    if (found.from.startsWith('e2e/') || found.from.startsWith('scripts/')) continue
    const wrong = importProblem(found)
    if (wrong) problems.push(`${found.from}:${found.line} imports ${found.specifier}: ${wrong}`)
  }
  return { problems }
}
