import { projectFiles, textOf } from './project-files.mjs'

const warnLines = 300
const failLines = 400

/** Files that are too long to read at once. Functions have their limit in biome.json. */
export const fileSizes = () => {
  const long = projectFiles()
    .filter((path) => /\.(ts|tsx|mjs|css)$/.test(path))
    .map((path) => ({ path, lines: textOf(path).trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > warnLines)
  const say = ({ path, lines }) => `${path} has ${lines} lines`
  return {
    problems: long
      .filter(({ lines }) => lines > failLines)
      .map((file) => `${say(file)}: split it (limit ${failLines})`),
    notes: long.filter(({ lines }) => lines <= failLines).map((file) => `${say(file)}, more than ${warnLines}`),
  }
}
