import { posix } from 'node:path'
import { lineAt, projectFiles, textOf } from './project-files.mjs'

/** The anchor that GitHub makes from a heading. */
const slug = (heading) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_\- ]/gu, '')
    .trim()
    .replaceAll(' ', '-')

const anchorsOf = (path) => new Set([...textOf(path).matchAll(/^#+ (.+)$/gm)].map((match) => slug(match[1])))

const withoutCode = (text) => text.replace(/```[\s\S]*?```|`[^`\n]*`/g, (code) => code.replace(/[^\n]/g, ' '))

const linksIn = (path) => {
  const text = withoutCode(textOf(path))
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => ({ target: match[1], line: lineAt(text, match.index) }))
}

/** Finds links between documents whose file or heading doesn't exist. */
export const links = () => {
  const files = new Set(projectFiles())
  const problems = []
  for (const path of [...files].filter((file) => file.endsWith('.md'))) {
    for (const { target, line } of linksIn(path)) {
      if (/^(https?|mailto):/.test(target)) continue
      const [to, anchor] = target.split('#')
      const file = to === '' ? path : posix.normalize(posix.join(posix.dirname(path), decodeURIComponent(to)))
      if (!files.has(file)) problems.push(`${path}:${line} links to ${target}: no such file`)
      else if (anchor && file.endsWith('.md') && !anchorsOf(file).has(decodeURIComponent(anchor)))
        problems.push(`${path}:${line} links to ${target}: no such heading`)
    }
  }
  return { problems }
}
