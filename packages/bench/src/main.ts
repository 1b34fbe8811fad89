/**
 * `main.ts [bench]` runs the benchmarks of the embedded default. `--cluster` measures two nodes on PostgreSQL and NATS,
 * `--web` the client in a browser, and `--growth` the cost of calls as a server grows.
 * `main.ts beside` compares the sends of two builds of the server. `main.ts load` puts load on a running server. `main.ts seed --big` fills a data directory.
 */
import { parseArgs } from 'node:util'
import { bench, partNames, type Subject } from './bench'
import { sendsBeside } from './beside'
import { load } from './load'
import { growthBench, growthStores } from './parts/growth'
import { bigSize } from './seed/big/big-dataset'
import { seedCommand } from './seed/big/seed-command'
import { webBench, webPartNames } from './web/web-bench'

const usage = `bun packages/bench/src/main.ts [bench] [--only ${partNames.embedded.join(',')}] [--seconds 5] [--document path] [--bun-flag=--cpu-prof]
bun packages/bench/src/main.ts bench --cluster [--only ${partNames.cluster.join(',')}] …
bun packages/bench/src/main.ts bench --web [--only ${webPartNames.join(',')}]
bun packages/bench/src/main.ts bench --growth [--store ${growthStores.join(',')}] [--scale 1]
bun packages/bench/src/main.ts beside --before main.js --now main.js --data-dir directory [--rounds 20]
bun packages/bench/src/main.ts load --url http://127.0.0.1:8080 [--senders 64] [--in-flight 8] [--seconds 5] [--accounts file] [--acks file]
bun packages/bench/src/main.ts seed --big [--data-dir ./big] [--messages 100000] [--chats 300] [--members 5000]`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cluster: { type: 'boolean', default: false },
    web: { type: 'boolean', default: false },
    growth: { type: 'boolean', default: false },
    store: { type: 'string' },
    scale: { type: 'string', default: '1' },
    only: { type: 'string' },
    seconds: { type: 'string', default: '5' },
    document: { type: 'string' },
    'bun-flag': { type: 'string', multiple: true, default: [] },
    before: { type: 'string' },
    now: { type: 'string' },
    rounds: { type: 'string', default: '20' },
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
const known = values.web ? webPartNames : partNames[subject]
const chosen = values.only?.split(',') ?? known
const [messages, chats, members] = [Number(values.messages), Number(values.chats), Number(values.members)]
const scale = Number(values.scale)
const stores = growthStores.filter((store) => values.store === undefined || values.store.split(',').includes(store))
const unknown = chosen.find((name) => !known.includes(name))

if (values.help || unknown !== undefined || !(seconds > 0) || !(scale > 0) || stores.length === 0) {
  console.error(unknown === undefined ? usage : `There is no part ${unknown}.\n${usage}`)
  process.exit(values.help ? 0 : 2)
} else if (positionals[0] === 'seed') {
  if (!values.big) throw new Error(`There is only one kind: seed --big\n${usage}`)
  process.exit(await seedCommand(values['data-dir'], { ...bigSize, messages, chats, members }))
} else if (positionals[0] === 'beside') {
  const { before, now, rounds, 'data-dir': directory } = values
  if (before === undefined || now === undefined) throw new Error(`beside needs two servers\n${usage}`)
  await sendsBeside({ entries: [before, now], directory, rounds: Number(rounds) })
  process.exit(0)
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
} else if (values.growth) {
  const isWhole = values.store === undefined && scale === 1
  await growthBench({ stores, scale, documentPath: isWhole ? values.document : undefined })
  process.exit(0)
} else {
  const documentPath = values.only === undefined ? values.document : undefined
  if (values.web) process.exit((await webBench({ only: chosen, documentPath })) ? 0 : 1)
  const settings = { subject, only: chosen, seconds, documentPath, bunFlags: values['bun-flag'] }
  process.exit((await bench(settings)) ? 0 : 1)
}
