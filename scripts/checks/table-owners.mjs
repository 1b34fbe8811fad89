// Checks which folder of the server writes each table: ARCHITECTURE.md, "Import rules".
import { isTest, lineAt, projectFiles, textOf } from './project-files.mjs'

/** The folder that inserts, updates and deletes the rows of a table. All other folders call its functions. */
const owners = {
  account_requests: 'accounts',
  audit: 'audit',
  bans: 'groups',
  chat_states: 'chats',
  chats: 'chats',
  contents: 'messages',
  email_codes: 'accounts',
  emails: 'accounts',
  export_entries: 'exports',
  exports: 'exports',
  external_users: 'service',
  failures: 'attempts',
  flood_mutes: 'moderation',
  friends: 'friends',
  hidden: 'messages',
  identities: 'accounts',
  invites: 'invites',
  join_requests: 'groups',
  last_sent: 'storage',
  leases: 'work',
  media: 'media',
  media_holds: 'media',
  media_uses: 'media',
  members: 'chats',
  messages: 'messages',
  meta: 'storage',
  my_reactions: 'messages',
  network_bans: 'networks',
  passkeys: 'accounts',
  password_resets: 'accounts',
  played: 'messages',
  proved_identities: 'accounts',
  provider_flows: 'accounts',
  provider_sessions: 'accounts',
  reactions: 'messages',
  registrations: 'networks',
  recovery_codes: 'accounts',
  reporters: 'reports',
  reports: 'reports',
  removed_identities: 'accounts',
  requested_identities: 'accounts',
  reserved_names: 'accounts',
  second_factors: 'accounts',
  service_chats: 'service',
  service_tokens: 'service',
  sessions: 'sessions',
  sign_in_tickets: 'accounts',
  spellings: 'users',
  usage: 'usage',
  used_challenges: 'accounts',
  used_jwts: 'service',
  users: 'users',
  wave_accounts: 'admin',
  wave_chats: 'admin',
  waves: 'admin',
  withdrawn: 'messages',
}

const built = /\b(?:insertInto|updateTable|deleteFrom|replaceInto|mergeInto)\(\s*['"`](\w+)/g
const written = new RegExp(
  `\\b(?:insert into|delete from|update)\\s+(${Object.keys(owners).join('|')})\\b(?!['"\`])`,
  'gi',
)
const withoutComments = (text) =>
  text.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, (comment) => comment.replace(/[^\n]/g, ' '))

/** Storage appends messages and changes the schema. The demo fills a database of its own. */
const writesAll = /^packages\/server\/src\/(storage|testing|cli\/demo)\//

/** The writes in a file of the server to tables of other folders. */
export const foreignWrites = (path, text) => {
  if (!path.startsWith('packages/server/src/') || isTest(path) || writesAll.test(path)) return []
  const folder = /^packages\/server\/src\/([^/]+)\//.exec(path)?.[1]
  const code = withoutComments(text)
  const writes = [...code.matchAll(built), ...code.matchAll(written)]
  return writes.flatMap(({ 1: table, index }) => {
    if (owners[table] === folder) return []
    const owner = owners[table] ? `the folder ${owners[table]} does` : 'no folder in table-owners.mjs does'
    return [`${path}:${lineAt(code, index)} writes the table ${table}, which ${owner}`]
  })
}

const tablesOf = /export interface (?:Schema extends|\w+Tables) [^{]*\{([\s\S]*?)\n\}/g

/** The tables of the schema, which `storage/schema.ts` and the files `storage/…-tables.ts` declare. */
const tables = () =>
  projectFiles()
    .filter((path) => /^packages\/server\/src\/storage\/(?:schema|[a-z]+-tables)\.ts$/.test(path))
    .flatMap((path) => [...textOf(path).matchAll(tablesOf)].map(([, body]) => body))
    .flatMap((body) => [...body.matchAll(/^ {2}(?:readonly )?(\w+): /gm)].map(([, name]) => name))

/** One folder of the server writes each table, so that a rule about its rows has one place. */
export const tableOwners = () => {
  const [known, listed] = [tables(), Object.keys(owners)]
  return {
    problems: [
      ...known.filter((name) => !listed.includes(name)).map((name) => `the table ${name} has no owner`),
      ...listed.filter((name) => !known.includes(name)).map((name) => `there is no table ${name}`),
      ...projectFiles()
        .filter((path) => /^packages\/server\/src\/.*\.ts$/.test(path))
        .flatMap((path) => foreignWrites(path, textOf(path))),
    ],
  }
}
