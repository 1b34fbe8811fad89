// The steps of a walkthrough in CONTRIBUTING.md. A code block that begins with a comment such as `// packages/a.ts, at
// the end` is a step. The comment names the file and the place in it.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const block =
  /^ *```\w+\n( *)\/\/ ([\w./ -]+?), (new file|at the end|(?:after|before|in place of|copy of)(?: every)? `(.+)`)\n([\s\S]*?)^ *```$/gm

/** A section of a Markdown text, from its heading to the next heading of the same level. */
export const sectionOf = (text, heading) => {
  const from = text.indexOf(`\n## ${heading}\n`)
  if (from < 0) throw new Error(`There is no section "${heading}".`)
  const to = text.indexOf('\n## ', from + 1)
  return text.slice(from, to < 0 ? undefined : to)
}

const withoutIndent = (code, indent) =>
  code
    .split('\n')
    .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line.trimStart()))
    .join('\n')

/** The steps of a section, in order: `paths`, the `place` in them, the `anchor` line and the `code`. */
export const stepsOf = (section) =>
  [...section.matchAll(block)].map(([, indent, paths, place, anchor, code]) => ({
    paths: paths.split(' '),
    place: place.replace(/ `.*/, ''),
    anchor,
    code: withoutIndent(code, indent),
  }))

/** Inserts a step into a file's text. Throws when the anchor line is missing or ambiguous. */
export const withStep = (text, { place, anchor, code }) => {
  if (place === 'at the end') return `${text.trimEnd()}\n\n${code}`
  const [where, every] = place.split(' every')
  const lines = text.split('\n')
  const found = lines.flatMap((line, at) => (line.trim() === anchor ? [at] : []))
  if (found.length === 0) throw new Error(`no line is \`${anchor}\``)
  if (found.length > 1 && every === undefined) throw new Error(`${found.length} lines are \`${anchor}\``)
  const added = code.replace(/\n$/, '')
  const changed = { after: (line) => [line, added], before: (line) => [added, line], 'in place of': () => [added] }
  return lines.flatMap((line, at) => (found.includes(at) ? changed[where](line) : [line])).join('\n')
}

const textAfter = (directory, step) => {
  if (step.place === 'new file') return step.code
  if (step.place === 'copy of') return readFileSync(join(directory, step.anchor), 'utf8')
  return withStep(readFileSync(step.file, 'utf8'), step)
}

/**
 * Applies the steps of a walkthrough to a copy of the tree. Throws an error that names the file when a step can't be
 * applied.
 */
export const applySteps = (directory, steps) => {
  for (const step of steps)
    for (const path of step.paths) {
      const file = join(directory, path)
      const isNew = step.place === 'new file' || step.place === 'copy of'
      if (isNew === existsSync(file))
        throw new Error(`${path}: ${existsSync(file) ? 'the file exists already' : 'no such file'}`)
      mkdirSync(dirname(file), { recursive: true })
      try {
        writeFileSync(file, textAfter(directory, { ...step, file }))
      } catch (error) {
        throw new Error(`${path}: ${error.message}`)
      }
    }
}
