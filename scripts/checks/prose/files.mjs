import { isCode, projectFiles } from '../project-files.mjs'
import { codePassages, joined, markdownPassages } from './passages.mjs'

/** Files left out: generated, not in English, landed migrations, and lists of banned forms. */
const leftOut =
  /^docs\/reference\/|\.zh\.md$|\/generated\/|^packages\/server\/src\/storage\/migrations\/\d|^scripts\/checks\/prose\/(vocabulary|prose\.test)\.mjs$/

export const isProse = (path) => !leftOut.test(path) && (path.endsWith('.md') || isCode(path))
export const proseFiles = () => projectFiles().filter(isProse)

/** The findings in a text of the project, as `path:line reason`. */
export const findingsIn = async (lint, path, source) => {
  const passages = path.endsWith('.md') ? markdownPassages(source) : codePassages(path, source)
  const { text, sourceLines } = joined(passages)
  return (await lint(text)).map(({ line, reason }) => `${path}:${sourceLines[line - 1]} ${reason}`)
}
