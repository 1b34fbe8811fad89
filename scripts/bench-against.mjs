/**
 * `npm run bench -- --against <commit> [--part ws] [--runs 5]` compares this tree with an earlier commit. It alternates
 * between both trees, so that other load affects them equally. It prints both medians and their ratio. Each tree
 * measures itself with its own tools.
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

/** Runs the comparison that the arguments of `npm run bench` describe. */
export const benchAgainst = (args) => {
  const commit = argument(args, '--against')
  const part = argument(args, '--part', 'ws')
  const runs = Number(argument(args, '--runs', '5'))
  const root = mkdtempSync(join(tmpdir(), 'parley-against-'))
  try {
    run('git', ['worktree', 'add', '--detach', root, commit], { cwd: inRoot(), stdio: ['ignore', 'ignore', 'inherit'] })
    run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
    const rates = { before: [], now: [] }
    for (let turn = 1; turn <= runs; turn++) {
      rates.before.push(perSecond(root, part))
      rates.now.push(perSecond(inRoot(), part))
      console.log(`${turn}: ${commit} ${rates.before.at(-1)}/s, this tree ${rates.now.at(-1)}/s`)
    }
    const [before, now] = [median(rates.before), median(rates.now)]
    console.log(`medians of ${runs}: ${commit} ${before}/s, this tree ${now}/s, ${Math.round((100 * now) / before)} %`)
  } finally {
    spawnSync('git', ['worktree', 'remove', '--force', root], { cwd: inRoot() })
    rmSync(root, { recursive: true, force: true })
  }
}
