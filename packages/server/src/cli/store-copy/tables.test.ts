import { expect, test } from 'bun:test'
import expectedShapes from '../../storage/migrations/expected-shapes.json' with { type: 'json' }
import type { Shape } from '../../storage/migrations/shape/shape'
import { type CopiedTable, copiedTables } from './tables'

/** The parts of one kind in a shape, without the kind: `users.name` for `column users.name`. */
const partsOf = (shape: Shape, kind: string) =>
  Object.keys(shape)
    .filter((part) => part.startsWith(`${kind} `))
    .map((part) => part.slice(kind.length + 1))

const columnsOf = ({ name, columns }: CopiedTable) => columns.map((column) => `${name}.${column}`)

const shapes: [string, Shape][] = Object.entries(expectedShapes)

test.each(shapes)('a copy takes every table and every column that the migrations make in %s', (_, shape) => {
  expect(copiedTables.map(({ name }) => name as string).sort()).toEqual(partsOf(shape, 'table').sort())
  expect(copiedTables.flatMap(columnsOf).sort()).toEqual(partsOf(shape, 'column').sort())
})

test('rows are read by the primary key, and those with a number go on counting', () => {
  const { postgres } = expectedShapes as { postgres: Shape }
  for (const { name, key, numbered } of copiedTables) {
    expect(postgres[`unique ${name} (${key.join(', ')})`]).toBe('primary key')
    expect({ name, numbered: postgres[`column ${name}.key`]?.endsWith(' identity') ?? false }).toEqual({
      name,
      numbered,
    })
  }
})

test('a table is copied after those that its rows refer to', () => {
  const order = copiedTables.map(({ name }) => name as string)
  const references = Object.entries(expectedShapes.sqlite).filter(([part]) => part.startsWith('reference '))
  expect(references.length).toBeGreaterThan(10)
  for (const [part, definition] of references) {
    const from = part.split(' ')[1] ?? ''
    const to = definition.split(' ')[0] ?? ''
    expect(order.indexOf(to), `${from} refers to ${to}`).toBeLessThanOrEqual(order.indexOf(from))
  }
})
