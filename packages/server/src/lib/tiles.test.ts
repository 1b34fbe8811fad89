import { expect, test } from 'bun:test'
import { isTilesUrl, tilesOrigin } from './tiles'

test.each([
  ['https://tile.openstreetmap.org/{z}/{x}/{y}.png', 'https://tile.openstreetmap.org'],
  ['http://tiles.internal:8081/osm/{z}/{x}/{y}{r}.webp', 'http://tiles.internal:8081'],
  ['https://maps.example/tiles?z={z}&x={x}&y={y}&key=abc-1', 'https://maps.example'],
  ['https://maps.example/{y}/{x}/{z}', 'https://maps.example'],
])('%p is an address of tiles', (url, origin) => {
  expect(isTilesUrl(url)).toBe(true)
  expect(tilesOrigin({ url, attribution: '' })).toBe(origin)
})

test.each([
  ['another protocol', 'ftp://tiles.example/{z}/{x}/{y}.png'],
  ['a script', 'javascript:alert(1)//{z}/{x}/{y}'],
  ['no column', 'https://tiles.example/{z}/{y}.png'],
  ['a row twice', 'https://tiles.example/{z}/{x}/{y}/{y}.png'],
  ['several hosts', 'https://{s}.tiles.example/{z}/{x}/{y}.png'],
  ['an unknown part', 'https://tiles.example/{style}/{z}/{x}/{y}.png'],
  ['more of a policy', "https://tiles.example;script-src'self'/{z}/{x}/{y}.png"],
  ['another source', 'https://tiles.example *.evil.test/{z}/{x}/{y}.png'],
  ['a wildcard', 'https://*.example/{z}/{x}/{y}.png'],
  ['somebody who signs in', 'https://me:secret@tiles.example/{z}/{x}/{y}.png'],
  ['quotes', 'https://tiles.example/{z}/{x}/{y}.png")'],
  ['no path', 'https://{z}{x}{y}'],
])('%s is none', (_, url) => {
  expect(isTilesUrl(url)).toBe(false)
})
