import type { Context } from '../context'
import { sleep } from '../lib/wait'
import { megabytes, ms, type Row } from '../report/row'

const rounds = 5

/** The time from start to first response on empty data, and the memory of the idle process. */
export const start = async (context: Context): Promise<Row[]> => {
  const times: number[] = []
  let rss = 0
  for (let round = 0; round < rounds; round++) {
    const server = await context.empty(`empty-${round}`)
    times.push(server.startMs)
    if (round === rounds - 1) {
      await sleep(3_000)
      rss = server.rssBytes
    }
    await server[Symbol.asyncDispose]()
  }
  times.sort((a, b) => a - b)
  const median = times[Math.floor(rounds / 2)] ?? 0
  return [
    {
      work: 'start to first response, empty data',
      target: '< 300 ms',
      measured: ms(median),
      reached: median < 300,
      note: `the median of ${rounds} starts, with migrations and the first \`fdatasync\`; the slowest took ${ms(times.at(-1) ?? 0)}.`,
    },
    { work: 'memory of an idle server', target: '< 90 MB', measured: megabytes(rss), reached: rss < 90_000_000 },
  ]
}
