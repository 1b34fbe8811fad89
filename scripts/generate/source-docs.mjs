import { readFileSync } from 'node:fs'
import { inRoot } from '../lib/root.mjs'

/** The text of a comment as one line. */
export const clean = (comment) =>
  comment
    .replace(/^\/\*\*|\*\/$/g, '')
    .replace(/^\s*\*\s?/gm, '')
    .replace(/\s+/g, ' ')
    .trim()

/** A pattern that matches one comment. */
export const comment = String.raw`(\/\*\*(?:[^*]|\*(?!\/))*\*\/)`

/**
 * The comments before the constants of a contract file and before their fields. `Chat` maps to the sentence before
 * `export const Chat`, `Chat.seq` to the one before `seq`.
 */
export const sourceDocs = (path) => {
  const source = readFileSync(inRoot(path), 'utf8')
  const docs = new Map()
  for (const declared of source.matchAll(
    new RegExp(`(?:${comment}\\n)?export const (\\w+)([\\s\\S]*?)(?=\\n(?:export|/\\*\\*|const) |$)`, 'g'),
  )) {
    const [, before, name, body] = declared
    if (before) docs.set(name, clean(before))
    for (const field of body.matchAll(new RegExp(`${comment}\\s*(\\w+)\\s*[:,]`, 'g')))
      docs.set(`${name}.${field[2]}`, clean(field[1]))
  }
  return docs
}
