import { configKeys } from '../config'

const width = Math.max(...configKeys.map(({ env }) => env.length))

/** What `parley help` prints. */
export const helpText = (): string => `Parley, a chat server that starts with one command.

  parley [serve]                  serve on PARLEY_PORT
  parley admin grant <username>   make a person an administrator
  parley help                     this text
  parley version                  the version

Settings stand in parley.toml in the working directory, or in the environment, which wins:

${configKeys.map(({ env, default: value, doc }) => `  ${env.padEnd(width)}  ${doc.replaceAll('`', '')} Default: ${value.replaceAll('`', '')}.`).join('\n')}
`
