import { isTest, projectFiles, textOf } from './project-files.mjs'
import { sourceImports } from './source-imports.mjs'

const reasons = 'docs/decisions/dependencies.md'
const fields = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies']

const manifests = () =>
  projectFiles()
    .filter((path) => /(^|\/)package\.json$/.test(path))
    .map((path) => ({ path, directory: path.slice(0, -'package.json'.length), content: JSON.parse(textOf(path)) }))

const notPinned = ({ path, content }) =>
  fields.flatMap((field) =>
    Object.entries(content[field] ?? {})
      .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
      .map(([name, version]) => `${path}: ${name} is "${version}", not one exact version`),
  )

const withoutReason = ({ path, content }) => {
  const text = projectFiles().includes(reasons) ? textOf(reasons) : ''
  return Object.keys(content.dependencies ?? {})
    .filter((name) => !name.startsWith('@parley/') && !text.includes(`\`${name}\``))
    .map((name) => `${path}: ${name} has no line in ${reasons}`)
}

const packageName = (specifier) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

/** Files that `npm start` runs or builds. They must work after `npm install --omit=dev`, too. */
const runsAtStart = (path) =>
  /^packages\/(?!bench\/)[^/]+\/src\/(?!testing\/)/.test(path) ||
  /^packages\/web\/(build\/|vite(\.docs)?\.config\.ts$)/.test(path)

/**
 * Packages that a source file uses although its package.json doesn't declare them. Such imports work only by accident.
 */
const notDeclared =
  (all) =>
  ({ from, line, specifier, kind }) => {
    if (specifier.startsWith('.') || /^(node|bun|virtual):|^bun$/.test(specifier)) return []
    const manifest = all.find(({ directory }) => directory !== '' && from.startsWith(directory)) ?? all[0]
    const root = all.find(({ directory }) => directory === '')
    const isRunTime = kind !== 'type' && !isTest(from) && runsAtStart(from)
    const allowed = isRunTime
      ? [manifest.content.dependencies]
      : [...fields.map((field) => manifest.content[field]), root.content.devDependencies]
    const name = packageName(specifier)
    const ownName = manifest.content.name
    if (name === ownName || allowed.some((names) => names && (name in names || `@types/${name}` in names))) return []
    return [`${from}:${line} uses ${name}, which ${manifest.path} does not declare`]
  }

/** Checks that every dependency is pinned, declared where it is used, and listed with its reason. */
export const dependencies = () => {
  const all = manifests()
  const inPackages = sourceImports().filter(
    ({ from }) => /^(packages|e2e|examples)\//.test(from) && !/\.css$/.test(from),
  )
  return {
    problems: [...all.flatMap(notPinned), ...all.flatMap(withoutReason), ...inPackages.flatMap(notDeclared(all))],
  }
}
