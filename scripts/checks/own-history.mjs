import { lineAt, projectFiles, textOf } from './project-files.mjs'

/** Uses of the browser's history that bypass the layers over the page. */
const byHand = [
  /['"]wouter\/(?:use-browser-location|use-hash-location|memory-location)['"]/g,
  /\bhistory\s*\??\.\s*(?:pushState|replaceState|back|forward|go)\b/g,
  /\bnavigation\s*\.\s*(?:navigate|back|forward|traverseTo)\b/g,
  /\bonpopstate\b|['"]popstate['"]/g,
]

/** Lines of a text that use the browser's history directly. */
export const historyByHand = (text) =>
  byHand
    .flatMap((pattern) => [...text.matchAll(pattern)].map(({ index }) => lineAt(text, index)))
    .sort((one, other) => one - other)

/**
 * Going back closes the top layer. Therefore the web client uses the browser's history only through `src/history`,
 * which counts the open layers.
 */
export const ownHistory = () => ({
  problems: projectFiles()
    .filter((path) => /^packages\/web\/src\/(?!history\/).*\.tsx?$/.test(path))
    .flatMap((path) =>
      historyByHand(textOf(path)).map(
        (line) => `${path}:${line} uses the browser's history directly: use navigate, layers or goBack`,
      ),
    ),
})
