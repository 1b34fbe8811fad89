/**
 * `npm run bench` measures the embedded default and writes docs/performance.md. The server is pinned to one core, the
 * load to the other.
 * `npm run bench -- --cluster` does the same for two nodes on PostgreSQL and NATS and writes
 * docs/performance-cluster.md.
 * `npm run bench -- --web` measures the web client in a browser, which uses all cores, and writes
 * docs/performance-web.md.
 * `npm run bench -- --growth` measures calls at three sizes of a server on both stores and writes
 * docs/performance-growth.md.
 * `npm run bench -- --only ws,room` runs single parts and writes nothing. `--against <commit>` compares the sends, or
 * another part, with an earlier commit.
 */
import { spawnSync } from 'node:child_process'
import { cpus } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { benchAgainst } from './bench-against.mjs'
import { freshServer } from './lib/server-build.mjs'
import { freshWeb } from './lib/web-build.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const bun = join(root, 'node_modules/.bin/bun')

if (process.platform !== 'linux' || spawnSync('taskset', ['-V']).error) {
  console.error('The benchmarks pin processes to cores: run them on Linux with taskset (package util-linux).')
  process.exit(1)
}
if (cpus().length < 2) {
  console.error('The benchmarks need two cores: one for the server, one for the load.')
  process.exit(1)
}

if (process.argv.includes('--against')) {
  benchAgainst(process.argv)
  process.exit(0)
}

const main = join(root, 'packages/bench/src/main.ts')
const subject = ['cluster', 'web', 'growth'].find((name) => process.argv.includes(`--${name}`))
const document = join(root, `docs/performance${subject ? `-${subject}` : ''}.md`)
const bench = [bun, main, 'bench', '--document', document, ...process.argv.slice(2)]
await freshServer()
if (subject === 'web') await freshWeb()
const [program, ...args] = subject === 'web' ? bench : ['taskset', '-c', '1', ...bench]
const { status } = spawnSync(program, args, { stdio: 'inherit' })
process.exit(status ?? 1)
