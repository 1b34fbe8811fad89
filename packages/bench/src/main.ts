/** `main.ts [bench]` measures everything, with `--cluster` two nodes on PostgreSQL and NATS; `main.ts load` puts load on a server that runs already. */
import { parseArgs } from 'node:util'
import { bench, partNames, type Subject } from './bench'
import { load } from './load'

const usage = `bun packages/bench/src/main.ts [bench] [--only ${partNames.embedded.join(',')}] [--seconds 5] [--document path] [--bun-flag=--cpu-prof]
bun packages/bench/src/main.ts bench --cluster [--only ${partNames.cluster.join(',')}] …
bun packages/bench/src/main.ts load --url http://127.0.0.1:8080 [--senders 64] [--in-flight 8] [--seconds 5] [--accounts file] [--acks file]`

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
    help: { type: 'boolean', default: false },
  },
})

const seconds = Number(values.seconds)
const subject: Subject = values.cluster ? 'cluster' : 'embedded'
const chosen = values.only?.split(',') ?? partNames[subject]
const unknown = chosen.find((name) => !partNames[subject].includes(name))

if (values.help || unknown !== undefined || !(seconds > 0)) {
  console.error(unknown === undefined ? usage : `There is no part ${unknown}.\n${usage}`)
  process.exit(values.help ? 0 : 2)
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
