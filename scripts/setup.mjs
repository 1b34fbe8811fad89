// `npm run setup` installs the programs that the tests need and this machine lacks. It does so on Debian as root;
// elsewhere it prints the command. `npm run setup -- browser` installs only the programs for that part of the tests.
import { stop } from './lib/bun.mjs'
import { setUp } from './lib/system.mjs'
import { testParts } from './lib/test-choice.mjs'

const parts = process.argv.slice(2)
const unknown = parts.find((name) => !testParts.includes(name))
if (unknown !== undefined)
  stop(
    `There is no part "${unknown}". The parts are ${testParts.join(', ')}. Without a part, setup installs for all of them.`,
  )
setUp({ parts: parts.length > 0 ? parts : testParts })
