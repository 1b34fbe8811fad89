import { expect, test } from 'bun:test'
import { hiddenEdges } from './use-faded-edges'

test('a line fades at the edges that hide more of it', () => {
  const edges = (scrollLeft: number, scrollWidth = 300) => hiddenEdges({ scrollLeft, clientWidth: 200, scrollWidth })
  expect([edges(0, 200), edges(0), edges(50), edges(100), edges(0.5), edges(99.5)]).toEqual([
    ...(['none', 'end', 'both', 'start', 'end', 'start'] as const),
  ])
  expect([edges(-50), edges(-100)]).toEqual(['both', 'start'])
})
