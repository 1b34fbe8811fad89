import { configKeys } from '../config'

const width = Math.max(...configKeys.map(({ env }) => env.length))

/** What `parley help` prints. */
export const helpText = (): string => `Parley, a chat server that starts with one command.

  parley [serve]                  serve on PARLEY_PORT
  parley --demo                   the same, with people and messages to look at in an empty data directory
  parley admin grant <username>   make a person an administrator
  parley admin reset-password <username>
                                  print a one-time link with which that person sets a new password
  parley doctor                   look for what is wrong, and say what to do
  parley nodes [--json]           the nodes that are running
  parley store copy --from sqlite:PATH --to postgres://...
                                  copy an installation into another database, or back
  parley blobs copy --to URL      copy all files to another place (see PARLEY_BLOBS_URL), while the server runs
  parley media gc [--dry-run]     remove files that no message and no avatar shows; --dry-run prints them only
  parley help                     this text
  parley version                  the version

Settings stand in parley.toml in the working directory, or in the environment, which wins:

${configKeys.map(({ env, default: value, doc }) => `  ${env.padEnd(width)}  ${doc.replaceAll('`', '')} Default: ${value.replaceAll('`', '')}.`).join('\n')}
`
