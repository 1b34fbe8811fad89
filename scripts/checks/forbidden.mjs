import { isCode, isTest, lineAt, projectFiles, textOf } from './project-files.mjs'

const self = 'scripts/checks/forbidden.mjs'

/** Patterns that no source file may contain. */
const inCode = [
  [/biome-ignore/, 'a lint rule is disabled'],
  [/@ts-(ignore|expect-error|nocheck)/, 'a type error is suppressed'],
  [/\bas (any|never as)\b/, 'a type is forced'],
  [/\b(TODO|FIXME|XXX)\b/, 'postponed work'],
  [/dangerouslySetInnerHTML/, 'HTML is written as a string'],
]
const inTests = [
  [/\b(test|it|describe)(\.\w+)*\.(skip|only|todo)\(/, 'a test is skipped without printing a reason'],
  [/\bmock\.module\(/, 'a module is mocked'],
]
/**
 * Patterns that no file at all may contain. They would name the machine it was written on, or tie installs to one
 * registry.
 */
const anywhere = [
  [/"resolved": "https?:/, 'the address of a registry'],
  [/registry\.npmjs\.org|npm\.pkg\.github/, 'the address of a registry'],
  [/(?<![\w.])\/(work\/(main|shared)|home\/\w+|root)\//, 'a path of one machine'],
]

/** Styles of the packages: STYLE.md, "Files". Parameters of constructors may be `private` everywhere. */
const styles = [
  { in: /^(packages\/server|e2e)\//, rules: [[/\bthis\.#\w+/, 'the server and e2e hide members with `private`']] },
  {
    in: /^packages\/server\/src\/(?!testing\/|.*\.test\.ts$)/,
    rules: [[/\n(export )?const [a-z]\w* = \d[^\n]*/, 'the server writes the names of numbers in capitals']],
  },
  {
    in: /^packages\/(sdk|web|bench)\//,
    rules: [
      [/\n {2}private (?!constructor)[^\n]*/, 'clients and tools hide members with `#`'],
      [/\n(export )?const [A-Z][A-Z\d_]+ = \d[^\n]*/, 'clients and tools write the names of numbers like other names'],
    ],
  },
]

const search = (path, rules) => {
  const text = textOf(path)
  return rules.flatMap(([pattern, what]) =>
    [...text.matchAll(new RegExp(pattern, 'g'))].map(
      (match) => `${path}:${lineAt(text, match.index)} ${what}: ${match[0]}`,
    ),
  )
}

const otherStyles = (path) => styles.flatMap((one) => (one.in.test(path) ? search(path, one.rules) : []))

/** Finds disabled rules, skipped tests, postponed work, and addresses of machines. */
export const forbidden = () => {
  const files = projectFiles().filter((path) => path !== self && !/\.(png|jpg|webp|gz|ico|woff2)$/.test(path))
  return {
    problems: [
      ...files.filter(isCode).flatMap((path) => search(path, inCode)),
      ...files.filter(isTest).flatMap((path) => search(path, inTests)),
      ...files.filter(isCode).flatMap(otherStyles),
      ...files.flatMap((path) => search(path, anywhere)),
    ],
  }
}
