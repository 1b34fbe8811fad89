import { itemAt, type ListItem } from './line-starts'
import { type Meter, runEnd } from './meter'
import { OpenLines } from './open-lines'

interface Collecting {
  readonly lines: readonly string[]
  readonly from: number
  readonly first: ListItem
  readonly meter: Meter
}

interface Collected {
  readonly lines: OpenLines
  readonly checked: boolean | undefined
}

const checkbox = /^\[([ xX])\] +/

const itemOf = ({ rest }: ListItem): Collected => {
  const found = checkbox.exec(rest)
  const lines = new OpenLines(found ? rest.slice(found[0].length) : rest)
  return { lines, checked: found ? found[1] !== ' ' : undefined }
}

/** The items of a list and the line behind it. Empty lines at its end don't belong to it. */
export const collectItems = ({ lines, from, first, meter }: Collecting): { items: Collected[]; end: number } => {
  let item = first
  let current = itemOf(first)
  const items = [current]
  let end = from + 1
  for (let at = end; at < lines.length; at++) {
    const line = lines[at] ?? ''
    meter.reads += line.length + 1
    const width = runEnd({ text: line, meter }, 0, (char) => char === ' ' || char === '\t')
    if (width === line.length) {
      current.lines.add('')
      continue
    }
    const next = itemAt(line)
    if (width >= item.indent || line.startsWith('\t')) current.lines.add(line.slice(Math.min(width, item.indent)))
    else if (next?.sign === first.sign) {
      item = next
      current = itemOf(next)
      items.push(current)
    } else if (at === end && current.lines.goesOnWith(line)) current.lines.add(line)
    else break
    end = at + 1
  }
  return { items, end }
}
