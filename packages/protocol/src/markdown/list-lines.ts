import { type ItemStart, itemAt } from './line-starts'
import { cutLine, type Line } from './lines'
import { type Meter, runEnd } from './meter'

interface Collecting {
  readonly lines: readonly Line[]
  readonly from: number
  readonly first: ItemStart
  readonly meter: Meter
}

/** An item and its lines, without the marker and the indent. */
export interface CollectedItem {
  readonly start: ItemStart
  readonly checked: boolean | undefined
  readonly lines: Line[]
}

const checkbox = /^\[([ xX])\] +(?=\S)/

const itemOf = (start: ItemStart, line: Line, { marks }: Meter): CollectedItem => {
  const rest = cutLine(line, line.text.length - start.rest.length)
  const box = checkbox.exec(rest.text)
  if (!box) return { start, checked: undefined, lines: [rest] }
  // The box replaces a bullet. Numbers stay.
  marks?.push([start.number === undefined ? line.at + start.lead : rest.at, rest.at + box[0].length])
  return { start, checked: box[1] !== ' ', lines: [cutLine(rest, box[0].length)] }
}

/**
 * The items of a list and the line after it. Lines belong to an item while they are indented. Empty lines at the end of
 * the list don't belong to it.
 */
export const collectItems = ({ lines, from, first, meter }: Collecting): { items: CollectedItem[]; end: number } => {
  const items: CollectedItem[] = []
  let end = from
  for (let at = from; at < lines.length; at++) {
    const line = lines[at] ?? { text: '', at: 0 }
    const current = items.at(-1)
    meter.reads += line.text.length + 1
    const width = runEnd({ text: line.text, meter }, 0, (char) => char === ' ' || char === '\t')
    if (width === line.text.length) {
      current?.lines.push(cutLine(line, width))
      continue
    }
    const indent = current?.start.indent ?? 0
    if (current && (width >= indent || line.text.startsWith('\t')))
      current.lines.push(cutLine(line, Math.min(width, indent)))
    else {
      const next = itemAt(line.text)
      if (next?.sort !== first.sort) break
      items.push(itemOf(next, line, meter))
    }
    end = at + 1
  }
  return { items, end }
}
