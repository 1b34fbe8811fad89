import { configKeys } from '../config/config'

const width = Math.max(...configKeys.map(({ env }) => env.length))

/** The text of `parley help`. */
export const helpText = (): string => `Parley, a chat server that starts with one command.

  parley [serve]                  start the server on PARLEY_PORT
  parley --demo                   the same, with sample people and messages in an empty data directory
  parley admin grant <username>   make a person an administrator
  parley admin reset-password <username>
                                  print a one-time link that sets a new password
  parley admin remove-second-factor <username>
                                  turn off the second factor of a person who lost it
  parley admin remove-passkeys <username>
                                  remove all passkeys of a person who lost them
  parley admin close <username>   close an account: its owner and administrators can restore it for a time
  parley admin restore <username> open a closed account again
  parley admin blocked-networks   list the networks that can't sign up or sign in
  parley admin unblock-network <network>
                                  end the block of a network
  parley tokens create --name NAME --scopes SCOPES [--days N]
                                  print a token with which another product calls this server
  parley tokens list [--json]     list the tokens that work
  parley tokens revoke ID         end a token on all nodes within a second
  parley doctor                   check the installation and suggest fixes
  parley doctor mail --to ADDRESS send a test mail, and show what the mail server answers
  parley nodes [--json]           list the running nodes
  parley store copy --from sqlite:PATH --to postgres://...
                                  copy an installation to another database
  parley blobs copy --to URL      copy all files to another place while the server runs (see PARLEY_BLOBS_URL)
  parley media gc [--dry-run]     delete files that no message or avatar uses; --dry-run only lists them
  parley help                     print this text
  parley version                  print the version

Settings come from parley.toml in the working directory and from the environment, which takes precedence:

${configKeys.map(({ env, default: value, doc }) => `  ${env.padEnd(width)}  ${doc.replaceAll('`', '')} Default: ${value.replaceAll('`', '')}.`).join('\n')}
`
