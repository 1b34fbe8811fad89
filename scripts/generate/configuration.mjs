import { configKeys } from '../../packages/server/src/config/config.ts'
import { oidcKeys } from '../../packages/server/src/config/oidc-settings.ts'
import { generatedFrom, page, table } from './markdown.mjs'

const source = 'packages/server/src/config/config.ts'

/** True if a default is a literal value, false if it is a description. */
const isValue = (text) => text !== 'none' && !/[` ]/.test(text)

const settingsTable = (keys) =>
  table(
    ['variable', 'in `parley.toml`', 'default', ''],
    keys.map((key) => [
      `\`${key.env}\``,
      `\`${key.toml}\``,
      isValue(key.default) && key.default !== 'required' ? `\`${key.default}\`` : key.default,
      key.doc,
    ]),
  )

/** docs/reference/configuration.md */
export const configurationPage = () =>
  page(
    generatedFrom(source),
    '# Configuration',
    `Set environment variables, or \`parley.toml\` in the working directory ([an example](../../parley.example.toml)). Environment variables\ntake precedence. With an unknown key or a bad value, the server does not start and says what to do.`,
    settingsTable(configKeys),
    '## Sign-in providers',
    `Each OpenID provider is a table \`[oidc.<name>]\` in \`parley.toml\`. Its name has small letters and digits, and is part of the addresses of sign-ins:\n\`https://chat.example/auth/oidc/<name>/callback\` is the redirect address. There can be at most ten.`,
    settingsTable(oidcKeys),
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
    [
      ...configKeys.map(tomlEntry),
      `# A table for each OpenID provider. docs/reference/configuration.md has its other settings.\n# [oidc.google]\n# issuer = "https://accounts.google.com"\n# client_id = ""\n# client_secret = ""`,
    ],
  )
