/**
 * `npm run bench -- --against <commit> [--rounds 20]` compares the sends of this tree with an earlier commit. Both servers
 * run side by side, and get the same load in turn.
 * `npm run bench -- --against <commit> --part http [--runs 5]` compares another part of the benchmarks. It alternates
 * between both trees, each of which measures itself with its own tools. This scatters more.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inRoot } from './lib/root.mjs'

const run = (command, args, options = {}) => {
  const { status, stdout, error } = spawnSync(command, args, { encoding: 'utf8', ...options })
  if (status !== 0) throw error ?? new Error(`${command} ${args.join(' ')} ended with exit code ${status}`)
  return stdout
}

const argument = (args, name, otherwise) => {
  const at = args.indexOf(name)
  return at === -1 ? otherwise : args[at + 1]
}

const inherit = { stdio: 'inherit' }

/** Builds the server of a tree with its own tools, and returns the file. */
const builtServer = (root) => {
  const script = "await (await import('./scripts/lib/server-build.mjs')).freshServer()"
  run('node', ['--input-type=module', '--eval', script], { cwd: root, ...inherit })
  return join(root, 'packages', 'server', 'dist', 'main.js')
}

const compareSends = (root, { rounds }) => {
  const [before, now] = [builtServer(root), builtServer(inRoot())]
  const directory = mkdtempSync(join(tmpdir(), 'parley-beside-'))
  const main = inRoot('packages', 'bench', 'src', 'main.ts')
  const settings = ['--before', before, '--now', now, '--data-dir', directory, '--rounds', rounds]
  try {
    run('taskset', ['-c', '1', inRoot('node_modules', '.bin', 'bun'), main, 'beside', ...settings], inherit)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** Returns the first rate per second that a part prints. */
const perSecond = (root, part) => {
  // The exit code says whether the targets were reached. On a busy machine they aren't, and the ratio still tells.
  const { stdout: output } = spawnSync('node', [join(root, 'scripts', 'bench.mjs'), '--only', part], {
    cwd: root,
    encoding: 'utf8',
  })
  // A row has the target first, then the measured rate, then the bare loop's rate.
  const [, measured] = output.match(/([\d,]+)\/s/g) ?? []
  if (measured === undefined) throw new Error(`no rate in the output:\n${output}`)
  return Number(measured.replace(/[^\d]/g, ''))
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]

const comparePart = (root, { commit, part, runs }) => {
  const rates = { before: [], now: [] }
  for (let turn = 1; turn <= runs; turn++) {
    rates.before.push(perSecond(root, part))
    rates.now.push(perSecond(inRoot(), part))
    console.log(`${turn}: ${commit} ${rates.before.at(-1)}/s, this tree ${rates.now.at(-1)}/s`)
  }
  const [before, now] = [median(rates.before), median(rates.now)]
  console.log(`medians of ${runs}: ${commit} ${before}/s, this tree ${now}/s, ${Math.round((100 * now) / before)} %`)
}

/** Runs the comparison that the arguments of `npm run bench` describe. */
export const benchAgainst = (args) => {
  const commit = argument(args, '--against')
  const part = argument(args, '--part')
  const root = mkdtempSync(join(tmpdir(), 'parley-against-'))
  try {
    run('git', ['worktree', 'add', '--detach', root, commit], { cwd: inRoot(), stdio: ['ignore', 'ignore', 'inherit'] })
    run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
    if (part === undefined) compareSends(root, { rounds: argument(args, '--rounds', '20') })
    else comparePart(root, { commit, part, runs: Number(argument(args, '--runs', '5')) })
  } finally {
    spawnSync('git', ['worktree', 'remove', '--force', root], { cwd: inRoot() })
    rmSync(root, { recursive: true, force: true })
  }
}
