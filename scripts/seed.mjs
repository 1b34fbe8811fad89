/**
 * `npm run seed -- --big [--data-dir ./big]` fills an empty data directory for experiments and measurements. It gets a
 * chat of 100,000 messages, 300 chats and a group of 5,000.
 */
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const bun = join(root, 'node_modules/.bin/bun')
const main = join(root, 'packages/bench/src/main.ts')
const { status } = spawnSync(bun, [main, 'seed', ...process.argv.slice(2)], { stdio: 'inherit' })
process.exit(status ?? 1)
