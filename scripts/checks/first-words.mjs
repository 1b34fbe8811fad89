import { isTest, projectFiles, textOf } from './project-files.mjs'
import { sourceImports } from './source-imports.mjs'

const source = 'packages/web/src'

/** Functions that load code together with the later texts. `prefetch` loads code that another loader then uses. */
const withTexts = 'lazyPart|lazyPane|onDemand|loadWithTexts|prefetch'
const loaded = new RegExp(
  String.raw`\b(?:${withTexts})\(\s*(?:t,\s*)?(?:async )?\(\) => (?:\(await )?import\(\s*['"]([^'"\n]+)['"]\s*\)`,
  'g',
)

/** The specifiers that a source text imports together with the later texts. */
export const loadedWithTexts = (text) => new Set([...text.matchAll(loaded)].map(([, specifier]) => specifier))

/** Names of fields in types, such as `Pick<User, 'name'>` and `User['name']`. */
const namesInTypes = /\b(?:Pick|Omit)<[^>]*>|\w\['\w+'\]/g

/** The keys of `keys` that a source text uses: as a literal, or by the beginning of a computed key. */
export const usedKeys = (text, keys) => {
  const values = text.replace(namesInTypes, '')
  const literals = [...values.matchAll(/(?<!className=)['"]([a-zA-Z]\w+)['"]/g)]
    .map(([, literal]) => literal)
    .filter((key) => keys.has(key))
  const prefixes = [...text.matchAll(/\bt\(`(\w+)\$\{/g)].map(([, prefix]) => prefix)
  const computed = [...keys].filter((key) => prefixes.some((prefix) => key.startsWith(prefix)))
  return [...new Set([...literals, ...computed])]
}

/** The files that run before the later texts are there, from the start of the client. */
const earlyFiles = () => {
  const next = new Map()
  for (const { from, to, specifier, kind } of sourceImports()) {
    if (!to?.startsWith(`${source}/`) || !from.startsWith(`${source}/`)) continue
    const early = kind === 'run' || (kind === 'lazy' && !loadedWithTexts(textOf(from)).has(specifier))
    if (early) next.set(from, [...(next.get(from) ?? []), to])
  }
  const seen = new Set()
  const visit = (file) => {
    if (seen.has(file) || file.startsWith(`${source}/i18n/words/`)) return
    seen.add(file)
    for (const to of next.get(file) ?? []) visit(to)
  }
  visit(`${source}/main.tsx`)
  return [...seen]
}

const keysOf = (part) =>
  new Set([...textOf(`${source}/i18n/words/en${part}.ts`).matchAll(/^ {2}(\w+):/gm)].map(([, key]) => key))

/** The files that load only with the page of the administration, which waits for its texts. */
const administration =
  /^packages\/web\/src\/admin\/(?:audit|health|limits|networks|passkeys|requests|services|waves|words)\/|\/admin\/(?:admin-|mail-|people-|registration-times|reset-link|section-links|trial-outcome)/

/**
 * Code may use only texts that are loaded before it runs. The first code has the first texts, the API pages have all.
 * Everything else has all but those of the API pages and of the administration.
 */
export const firstWords = () => {
  const [later, admin, docs] = [keysOf('-later'), keysOf('-admin'), keysOf('-docs')]
  const early = earlyFiles()
  const problems = early.flatMap((file) =>
    usedKeys(textOf(file), later).map((key) => `${file} uses '${key}', which is among the words loaded later`),
  )
  for (const file of projectFiles()) {
    if (!/^packages\/web\/src\/.*\.tsx?$/.test(file) || isTest(file)) continue
    if (file.startsWith(`${source}/docs/`) || file.startsWith(`${source}/i18n/`)) continue
    if (!administration.test(file))
      for (const key of usedKeys(textOf(file), admin))
        problems.push(`${file} uses '${key}', a word of the administration`)
    for (const key of usedKeys(textOf(file), docs)) problems.push(`${file} uses '${key}', a word of the API pages`)
  }
  return { problems, notes: [`${early.length} files run with the first words, ${later.size} words are loaded later`] }
}
