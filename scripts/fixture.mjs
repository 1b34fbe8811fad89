/**
 * `npm run fixture -- <commit> <name>` makes `e2e/operations/fixtures/<name>.tar.gz`, with data that the server of that
 * commit wrote. The tests open it with the current version. The script checks out and installs the commit in a
 * temporary directory.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bunPath, requireBun, requireNode } from './lib/bun.mjs'
import { inRoot, root } from './lib/root.mjs'
import { runInherit } from './lib/run.mjs'

const [commit, name] = process.argv.slice(2)
if (commit === undefined || name === undefined) {
  console.error('Name a commit and the fixture: npm run fixture -- v0.2.0 v0.2.0')
  process.exit(1)
}
requireNode()
requireBun()

const run = async (command, args, cwd = root) => {
  const code = await runInherit(command, args, { cwd })
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with exit code ${code}`)
}

const source = join(mkdtempSync(join(tmpdir(), 'parley-fixture-')), 'source')
await run('git', ['worktree', 'add', '--detach', source, commit])
try {
  await run('npm', ['ci', '--include=dev'], source)
  await run(bunPath, [inRoot('e2e', 'operations', 'fixtures', 'make.ts'), source, name])
  console.log(`wrote e2e/operations/fixtures/${name}.tar.gz`)
} finally {
  await run('git', ['worktree', 'remove', '--force', source])
  rmSync(join(source, '..'), { recursive: true, force: true })
}
