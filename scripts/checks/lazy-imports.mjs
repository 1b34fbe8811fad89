import { lineAt, projectFiles, textOf } from './project-files.mjs'

/** Functions that load code later and report a failed load. */
const loaders =
  'lazyPart|lazyPane|firstScreenPart|eagerPart|loadWithRetry|loadWithTexts|loadOrUndefined|onDemand|prefetch|lateCode|load'
const allowed = new RegExp(
  String.raw`\b(?:${loaders})\(\s*(?:t,\s*)?(?:async )?\(\) => (?:\(await )?$|\btypeof $|\bonDemand\(\s*t,\s*\(\) => $`,
)
/** Dynamic imports; `import('./a').A` names a type. */
const dynamic = /\bimport\(\s*['"][^'"\n]*['"]\s*\)(?!\.[A-Z])/g

/** Lines of the dynamic imports that bypass the loaders. */
export const strayImports = (text) =>
  [...text.matchAll(dynamic)]
    .filter(({ index }) => !allowed.test(text.slice(Math.max(0, index - 80), index)))
    .map(({ index }) => lineAt(text, index))

/**
 * Loading code later must never fail silently. The web client loads code only through `ui/lazy-part.ts`, `load-with-retry.ts`
 * or `on-demand.ts`, the SDK through `lib/late-code.ts`.
 */
export const lazyImports = () => ({
  problems: projectFiles()
    .filter(
      (path) => /^packages\/(?:web\/src\/(?!docs\/)|sdk\/src\/).*\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path),
    )
    .flatMap((path) =>
      strayImports(textOf(path)).map(
        (line) => `${path}:${line} imports directly: use one of ${loaders.replaceAll('|', ', ')}`,
      ),
    ),
})
