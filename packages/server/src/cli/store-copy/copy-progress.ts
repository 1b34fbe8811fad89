import type { CopyReport } from './store-copy'

export interface CopyProgressOptions {
  readonly print: (text: string) => void
  /** Whether a line can be written over: else there is one for each table that is finished. */
  readonly isTerminal: boolean
  readonly elapsedMs: () => number
}

const percent = (rows: number, of: number): string => `${of === 0 ? 100 : Math.floor((rows / of) * 100)} %`

/** Shows people how far a copy is. */
export const copyProgress = ({ print, isTerminal, elapsedMs }: CopyProgressOptions): CopyReport => {
  let startedMs = elapsedMs()
  let shown = ''
  return {
    began: ({ from, to, resumed }) => {
      startedMs = elapsedMs()
      print(`${resumed ? 'Resuming the copy from' : 'Copying'} ${from} to ${to}.\n`)
    },
    copied: ({ table, rows, of }) => {
      const isDone = rows >= of && shown !== table
      if (isTerminal) print(`\r\x1b[K${table}: ${rows} of ${of} rows, ${percent(rows, of)}${rows >= of ? '\n' : ''}`)
      else if (isDone) print(`${table}: ${rows} rows copied, ${((elapsedMs() - startedMs) / 1000).toFixed(1)} s\n`)
      if (rows >= of) shown = table
    },
    verified: ({ table, rows }) => print(`${table}: ${rows} rows are identical on both sides\n`),
  }
}
