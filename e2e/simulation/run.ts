/** Runs seeds and prints a line of JSON for each: `bun e2e/simulation/run.ts <first> <count>`. */
import { simulate } from './simulate'

const [first = '1', count = '1'] = process.argv.slice(2)
for (let seed = Number(first); seed < Number(first) + Number(count); seed++)
  console.log(JSON.stringify(await simulate(seed)))
