import { isCode, isTest, lineAt, projectFiles, textOf } from './project-files.mjs'

const self = 'scripts/checks/forbidden.mjs'

/** What no source file holds. */
const inCode = [
  [/biome-ignore/, 'a lint rule is switched off'],
  [/@ts-(ignore|expect-error|nocheck)/, 'a type error is silenced'],
  [/\bas (any|never as)\b/, 'a type is forced'],
  [/\b(TODO|FIXME|XXX)\b/, 'something is left to do'],
  [/dangerouslySetInnerHTML/, 'HTML is written as a string'],
]
const inTests = [
  [/\b(test|it|describe)(\.\w+)*\.(skip|only|todo)\(/, 'a test is left out without a reason that is printed'],
  [/\bmock\.module\(/, 'a module is mocked'],
]
/** What no file holds at all: where it was made is nobody's business, and installs must work from any registry. */
const anywhere = [
  [/"resolved": "https?:/, 'the address of a registry'],
  [/registry\.npmjs\.org|npm\.pkg\.github/, 'the address of a registry'],
  [/(?<![\w.])\/(work\/(main|shared)|home\/\w+|root)\//, 'a path of one machine'],
]

const search = (path, rules) => {
  const text = textOf(path)
  return rules.flatMap(([pattern, what]) =>
    [...text.matchAll(new RegExp(pattern, 'g'))].map(
      (match) => `${path}:${lineAt(text, match.index)} ${what}: ${match[0]}`,
    ),
  )
}

/** Switched-off rules, left-out tests, things to do, and addresses of machines. */
export const forbidden = () => {
  const files = projectFiles().filter((path) => path !== self && !/\.(png|jpg|webp|gz|ico|woff2)$/.test(path))
  return {
    problems: [
      ...files.filter(isCode).flatMap((path) => search(path, inCode)),
      ...files.filter(isTest).flatMap((path) => search(path, inTests)),
      ...files.flatMap((path) => search(path, anywhere)),
    ],
  }
}
