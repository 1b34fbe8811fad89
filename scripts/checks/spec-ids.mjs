import { isTest, lineAt, projectFiles, textOf } from './project-files.mjs'

const rulesIn = (path) => [...textOf(path).matchAll(/^- \*\*([A-Z]{2,}\d+)\b/gm)].map((match) => match[1])

/** IDs in the titles of tests, such as `[DL4]`. */
const titlesIn = (path) => {
  const text = textOf(path)
  return [...text.matchAll(/['"`\s]\[((?:[A-Z]{2,}\d+)(?:,\s*[A-Z]{2,}\d+)*)\]/g)].flatMap((match) =>
    match[1].split(/,\s*/).map((id) => ({ id, at: `${path}:${lineAt(text, match.index)}` })),
  )
}

/** Checks that every rule of docs/spec has a test, and that every ID in a test's title is a rule. */
export const specIds = () => {
  const files = projectFiles()
  const rules = files.filter((path) => /^docs\/spec\/.*\.md$/.test(path)).flatMap(rulesIn)
  const titles = files.filter(isTest).flatMap(titlesIn)
  const [known, tested] = [new Set(rules), new Set(titles.map(({ id }) => id))]
  const prefixes = new Set(rules.map((id) => id.replace(/\d+$/, '')))
  const twice = rules.filter((id, at) => rules.indexOf(id) !== at)
  return {
    problems: [
      ...twice.map((id) => `docs/spec states ${id} twice`),
      ...rules.filter((id) => !tested.has(id)).map((id) => `no test has ${id} in its title`),
      ...titles
        .filter(({ id }) => prefixes.has(id.replace(/\d+$/, '')) && !known.has(id))
        .map(({ id, at }) => `${at} names ${id}, which docs/spec does not state`),
    ],
    notes: [`${rules.length} rules, ${titles.length} titles`],
  }
}
