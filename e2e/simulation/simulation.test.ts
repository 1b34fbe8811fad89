import { afterAll, describe, expect, test } from 'bun:test'
import { availableParallelism } from 'node:os'
import { discardImage } from './image'
import { plantedFaults } from './planted-faults'
import { type Outcome, simulate } from './simulate'

const seeds = Number(process.env.SEEDS ?? 500)
const firstSeed = 1
/** Seeds within which a planted fault must show. */
const plantSeeds = 40

const linesOf = async (stream: ReadableStream<Uint8Array>): Promise<string[]> =>
  (await new Response(stream).text()).split('\n').filter((line) => line !== '')

/** Runs a range of seeds in a child process. */
const runRange = async (first: number, count: number): Promise<Outcome[]> => {
  const worker = Bun.spawn([process.execPath, `${import.meta.dir}/run.ts`, String(first), String(count)], {
    stdout: 'pipe',
    stderr: 'inherit',
  })
  const outcomes = (await linesOf(worker.stdout)).map((line) => JSON.parse(line) as Outcome)
  if ((await worker.exited) !== 0) throw new Error(`A worker failed after ${outcomes.length} of ${count} seeds.`)
  return outcomes
}

const report = ({ seed, difficulty, crashes, wrong }: Outcome): void => {
  console.log(`simulation: seed ${seed} (${difficulty}, crashes: ${crashes.join(', ')}) failed.`)
  console.log(`simulation: run it again with SEED=${seed} bun test e2e/simulation`)
  for (const what of wrong.slice(0, 5)) console.log(`  ${what}`)
}

/** All seeds take a quarter of an hour on a busy machine, at a lower priority than all other tests. */
const manySeedsMs = 30 * 60_000

const testMany = () => {
  test(
    `[DL1] [DL3] [DL5] [DL13] [DL16] [DL17] [DL22] [DL23] [DL24] [DL25] [DL27] [DL28] [DL38] [DL39] [DL40] [DL43] [DL45] [DL60] [DL62] [DL63] all clients agree after ${seeds} seeds of losses, disconnections and crashes`,
    async () => {
      const workers = Math.max(1, availableParallelism())
      const size = Math.ceil(seeds / workers)
      const ranges = Array.from({ length: workers }, (_, at) => runRange(firstSeed + at * size, size))
      const outcomes = (await Promise.all(ranges)).flat()
      const sum = (value: (outcome: Outcome) => number) => outcomes.reduce((all, outcome) => all + value(outcome), 0)
      console.log(
        `simulation: ${outcomes.length} seeds, ${sum(({ messages }) => messages)} messages, ${sum(({ frames }) => frames)} frames, ${sum(({ crashes }) => crashes.length)} crashes`,
      )
      const bad = outcomes.filter(({ wrong }) => wrong.length > 0)
      for (const outcome of bad) report(outcome)
      expect(bad.map(({ seed }) => seed)).toEqual([])
      expect(outcomes.length).toBeGreaterThanOrEqual(seeds)
    },
    manySeedsMs,
  )

  test('the same seed gives the same run, frame by frame', async () => {
    for (const seed of [2, 3, 4, 10]) expect(await simulate(seed)).toEqual(await simulate(seed))
  })
}

const testPlants = () =>
  describe('a planted fault is found', () => {
    for (const [name, plant] of Object.entries(plantedFaults)) {
      test(name, async () => {
        let found: Outcome | undefined
        for (let seed = firstSeed; seed < firstSeed + plantSeeds && !found; seed++) {
          const outcome = await simulate(seed, plant())
          if (outcome.wrong.length > 0) found = outcome
        }
        console.log(`simulation: ${name} is found by seed ${found?.seed}: ${found?.wrong[0]?.slice(0, 160)}`)
        expect(found?.wrong.length ?? 0).toBeGreaterThan(0)
      })
    }
  })

const testOne = (seed: number) =>
  test(`all clients agree after seed ${seed}`, async () => {
    const outcome = await simulate(seed)
    if (outcome.wrong.length > 0) report(outcome)
    expect(outcome.wrong).toEqual([])
  })

afterAll(discardImage)
if (process.env.SEED) testOne(Number(process.env.SEED))
else {
  testMany()
  testPlants()
}
