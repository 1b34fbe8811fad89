/**
 * `main.ts [bench]` measures everything, with `--cluster` two nodes on PostgreSQL and NATS; `main.ts load` puts load on a
 * server that runs already; `main.ts seed --big` fills a data directory.
 */
import { parseArgs } from 'node:util'
import { bench, partNames, type Subject } from './bench'
import { load } from './load'
import { bigSize } from './seed/big/big-town'
import { seedCommand } from './seed/big/seed-command'

const usage = `bun packages/bench/src/main.ts [bench] [--only ${partNames.embedded.join(',')}] [--seconds 5] [--document path] [--bun-flag=--cpu-prof]
bun packages/bench/src/main.ts bench --cluster [--only ${partNames.cluster.join(',')}] …
bun packages/bench/src/main.ts load --url http://127.0.0.1:8080 [--senders 64] [--in-flight 8] [--seconds 5] [--accounts file] [--acks file]
bun packages/bench/src/main.ts seed --big [--data-dir ./big] [--messages 100000] [--chats 300] [--members 5000]`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cluster: { type: 'boolean', default: false },
    only: { type: 'string' },
    seconds: { type: 'string', default: '5' },
    document: { type: 'string' },
    'bun-flag': { type: 'string', multiple: true, default: [] },
    url: { type: 'string' },
    senders: { type: 'string', default: '64' },
    'in-flight': { type: 'string', default: '8' },
    accounts: { type: 'string' },
    acks: { type: 'string' },
    big: { type: 'boolean', default: false },
    'data-dir': { type: 'string', default: './big' },
    messages: { type: 'string', default: String(bigSize.messages) },
    chats: { type: 'string', default: String(bigSize.chats) },
    members: { type: 'string', default: String(bigSize.members) },
    help: { type: 'boolean', default: false },
  },
})

const seconds = Number(values.seconds)
const subject: Subject = values.cluster ? 'cluster' : 'embedded'
const chosen = values.only?.split(',') ?? partNames[subject]
const [messages, chats, members] = [Number(values.messages), Number(values.chats), Number(values.members)]
const unknown = chosen.find((name) => !partNames[subject].includes(name))

if (values.help || unknown !== undefined || !(seconds > 0)) {
  console.error(unknown === undefined ? usage : `There is no part ${unknown}.\n${usage}`)
  process.exit(values.help ? 0 : 2)
} else if (positionals[0] === 'seed') {
  if (!values.big) throw new Error(`There is only one kind: seed --big\n${usage}`)
  process.exit(await seedCommand(values['data-dir'], { ...bigSize, messages, chats, members }))
} else if (positionals[0] === 'load') {
  if (values.url === undefined) throw new Error('load needs --url')
  await load({
    url: new URL(values.url),
    senders: Number(values.senders),
    inFlight: Number(values['in-flight']),
    seconds,
    accountsPath: values.accounts,
    acksPath: values.acks,
  })
  process.exit(0)
} else {
  const documentPath = values.only === undefined ? values.document : undefined
  const settings = { subject, only: chosen, seconds, documentPath, bunFlags: values['bun-flag'] }
  process.exit((await bench(settings)) ? 0 : 1)
}
