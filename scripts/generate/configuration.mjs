import { configKeys } from '../../packages/server/src/config/config.ts'
import { generatedFrom, page, table } from './markdown.mjs'

const source = 'packages/server/src/config/config.ts'

/** True if a default is a literal value, false if it is a description. */
const isValue = (text) => text !== 'none' && !/[` ]/.test(text)

/** docs/reference/configuration.md */
export const configurationPage = () =>
  page(
    generatedFrom(source),
    '# Configuration',
    `Set environment variables, or \`parley.toml\` in the working directory ([an example](../../parley.example.toml)). Environment variables\ntake precedence. With an unknown key or a bad value, the server does not start and says what to do.`,
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
    `# Every setting with its default. Copy this file to parley.toml and uncomment the settings that you change.\n# Generated from ${source} by \`npm run generate\`.`,
    configKeys.map(tomlEntry),
  )
