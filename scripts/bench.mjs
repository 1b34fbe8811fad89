/**
 * `npm run bench`: measures the embedded default and writes docs/performance.md. The server is pinned to one core, this
 * load to the other. `npm run bench -- --cluster` measures two nodes on PostgreSQL and NATS in the same way and writes
 * docs/performance-cluster.md. `npm run bench -- --only ws,room` runs single parts and writes nothing, `--against <commit>`
 * compares a part with an earlier commit.
 */
import { spawnSync } from 'node:child_process'
import { cpus } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { benchAgainst } from './bench-against.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const bun = join(root, 'node_modules/.bin/bun')

if (process.platform !== 'linux' || spawnSync('taskset', ['-V']).error) {
  console.error('The measurements pin processes to cores: run them on Linux with taskset (package util-linux).')
  process.exit(1)
}
if (cpus().length < 2) {
  console.error('The measurements need two cores: one for the server, one for the load.')
  process.exit(1)
}

if (process.argv.includes('--against')) {
  benchAgainst(process.argv)
  process.exit(0)
}

const main = join(root, 'packages/bench/src/main.ts')
const isCluster = process.argv.includes('--cluster')
const document = join(root, isCluster ? 'docs/performance-cluster.md' : 'docs/performance.md')
const args = ['-c', '1', bun, main, 'bench', '--document', document, ...process.argv.slice(2)]
const { status } = spawnSync('taskset', args, { stdio: 'inherit' })
process.exit(status ?? 1)
