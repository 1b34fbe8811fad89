import { expect, test } from 'bun:test'
import { limits } from '@parley/protocol/limits'
import { arePatternsTooMany, checkPatterns } from './typed-patterns'

test('valid patterns find texts while another one has a problem, which is named', () => {
  const { patterns, refused } = checkPatterns(['k[i1]te', '(boat', 'a*'])
  expect(patterns.map(({ source }) => source)).toEqual(['k[i1]te'])
  expect(refused).toEqual({ source: '(boat', problem: 'syntax', at: 1 })
  expect(checkPatterns(['a*']).refused).toEqual({ source: 'a*', problem: 'matches_all', at: undefined })
})

test('a list has a limited number of patterns of a limited length', () => {
  const sources = Array.from({ length: limits.refusedPatterns }, (_, at) => `pattern${at}`)
  expect([arePatternsTooMany(sources), arePatternsTooMany([...sources, 'more'])]).toEqual([false, true])
  const longest = 'x'.repeat(limits.refusedPatternMaxChars)
  expect([arePatternsTooMany([longest]), arePatternsTooMany([`${longest}x`])]).toEqual([false, true])
  expect(checkPatterns([...sources, 'more']).patterns).toEqual([])
})
