import { configKeys } from '../../packages/server/src/config.ts'
import { generatedFrom, page, table } from './markdown.mjs'

const source = 'packages/server/src/config.ts'

/** Whether a default is a value that could be written down, and not a description of one. */
const isValue = (text) => text !== 'none' && !/[` ]/.test(text)

/** docs/reference/configuration.md */
export const configurationPage = () =>
  page(
    generatedFrom(source),
    '# Configuration',
    `Environment variables, or \`parley.toml\` in the working directory ([an example](../../parley.example.toml)). The environment wins.
An unknown key or a bad value stops the start with a sentence that says what to do.`,
    table(
      ['variable', 'in `parley.toml`', 'default', ''],
      configKeys.map((key) => [
        `\`${key.env}\``,
        `\`${key.toml}\``,
        isValue(key.default) ? `\`${key.default}\`` : key.default,
        key.doc,
      ]),
    ),
  )

const tomlValue = (text) => (/^\d+$/.test(text) ? text : JSON.stringify(text))

const tomlEntry = ({ toml, env, default: value, doc }) => {
  const lines = [`# ${doc}`, `# ${env}${isValue(value) ? '' : `; default: ${value}`}`]
  return [...lines, `# ${toml} = ${isValue(value) ? tomlValue(value) : '""'}`].join('\n')
}

/** parley.example.toml */
export const exampleToml = () =>
  page(
    `# Every setting with its default. Copy to parley.toml and take away the # of what you change.\n# Generated from ${source} by \`npm run generate\`.`,
    configKeys.map(tomlEntry),
  )
