import { readdirSync, readFileSync } from 'node:fs'
import { inRoot } from '../lib/root.mjs'
import { clean, comment, sourceDocs } from './source-docs.mjs'

const source = 'packages/protocol/src'
/** Files with methods of another file's domain. */
const partOf = {
  ...{ 'chat-states': 'chats', reactions: 'messages', 'second-factor': 'accounts', passkeys: 'accounts' },
  ...{
    networks: 'admin',
    'admin-passkeys': 'admin',
    moderation: 'admin',
    'mail-domains': 'admin',
    'admin-health': 'admin',
    identities: 'accounts',
  },
  ...{ exchange: 'accounts', 'admin-tokens': 'admin', 'service-chats': 'service' },
}

/** The comments before the fields of each method in a file: `messages.list.result.more` -> the sentence. */
const methodDocs = (name, text) => {
  const found = []
  for (const [, method, body] of text.matchAll(/^ {2}(\w+): method\(\{([\s\S]*?)\n {2}\}\)/gm)) {
    const output = body.indexOf('output:')
    for (const field of body.matchAll(new RegExp(`${comment}\\s*(\\w+)\\s*[:,]`, 'g')))
      found.push([`${name}.${method}.${field.index < output ? 'params' : 'result'}.${field[2]}`, clean(field[1])])
  }
  return found
}

/** Shared kinds of fields. Their comment describes fields without a comment of their own. */
const shared = ['rev', 'seq', 'emoji']

/** Collects the contract's comments on rows, limits, and the fields of rows and methods, for `/openrpc.json`. */
export const fieldDocs = () => {
  const files = readdirSync(inRoot(source)).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  const docs = new Map()
  for (const file of files.sort()) {
    const text = readFileSync(inRoot(source, file), 'utf8')
    const name = file.slice(0, -'.ts'.length)
    if (text.includes('= domain({')) for (const [key, doc] of methodDocs(partOf[name] ?? name, text)) docs.set(key, doc)
    if (!text.includes('z.') && name !== 'limits' && name !== 'rates') continue
    for (const [key, doc] of sourceDocs(`${source}/${file}`))
      if (/^[A-Z][a-z]/.test(key) || /^(limits|rates)\./.test(key) || shared.includes(key)) docs.set(key, doc)
  }
  return `${JSON.stringify(Object.fromEntries(docs), undefined, 2)}\n`
}
