import { projectFiles, textOf } from './project-files.mjs'

/** STYLE.md recommends 300 lines. The check allows more for files that shouldn't be split. */
const failLines = 400
/** Catalogs are exempt: they are looked up by key, and translators work on two files per language. */
const words = /^packages\/web\/src\/i18n\/words\//

/** Finds files that are too long. biome.json limits the length of functions. */
export const fileSizes = () => ({
  problems: projectFiles()
    .filter((path) => /\.(ts|tsx|mjs|css)$/.test(path) && !words.test(path))
    .map((path) => ({ path, lines: textOf(path).trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > failLines)
    .map(({ path, lines }) => `${path} has ${lines} lines: split it (limit ${failLines})`),
})
