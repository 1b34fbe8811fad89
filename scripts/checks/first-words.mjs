import { readdirSync } from 'node:fs'
import { inRoot } from '../lib/root.mjs'
import { textOf } from './project-files.mjs'
import { sourceImports } from './source-imports.mjs'

const source = 'packages/web/src'
/** What the first look at a chat loads. */
const starts = ['main.tsx', 'shell/shell.tsx', 'chat/index.ts'].map((file) => `${source}/${file}`)
/** Catalogs of words that come with parts of the client that are loaded later. */
const isLater = (name) => /^en-(later-\w+|group-tools)\.ts$/.test(name)

const closure = () => {
  const next = new Map()
  for (const { from, to, kind } of sourceImports())
    if (to && kind === 'run') next.set(from, [...(next.get(from) ?? []), to])
  const seen = new Set()
  const visit = (file) => {
    if (seen.has(file)) return
    seen.add(file)
    for (const to of next.get(file) ?? []) visit(to)
  }
  for (const file of starts) visit(file)
  return [...seen].filter((file) => file.startsWith(`${source}/`) && !file.includes('/i18n/'))
}

/** A word that the first look says must be among the first words: where it is used, the later ones are not there yet. */
export const firstWords = () => {
  const catalogs = readdirSync(inRoot(source, 'i18n')).filter(isLater)
  const later = new Set(
    catalogs.flatMap((name) => [...textOf(`${source}/i18n/${name}`).matchAll(/^ {2}(\w+):/gm)].map(([, key]) => key)),
  )
  const problems = []
  for (const file of closure())
    for (const [, word] of textOf(file).matchAll(/'([a-zA-Z]\w+)'/g))
      if (later.has(word)) problems.push(`${file} says '${word}', which is among the words that come later`)
  return { problems, notes: [`${later.size} words come later`] }
}
