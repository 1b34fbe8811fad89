import { expect, test } from 'bun:test'
import { historyByHand } from './own-history.mjs'

test('imports and calls that bypass the layers are found, each on its line', () => {
  const texts = [
    "import { navigate } from 'wouter/use-browser-location'",
    "const { navigate } = await import('wouter/use-browser-location')",
    'import { useHashLocation } from "wouter/use-hash-location"',
    "history.pushState(null, '', '/')",
    "window.history.replaceState({}, '')",
    'globalThis.history?.back()',
    'onClick={() => history.forward()}',
    'history.go(-1)',
    'navigation.traverseTo(key)',
    "addEventListener('popstate', close)",
    'window.onpopstate = close',
  ]
  for (const text of texts) expect([text, historyByHand(`\n${text}\n`)]).toEqual([text, [2]])
})

test('reads of the state, uses of the layers and unrelated words are allowed', () => {
  const texts = [
    "import { Link } from 'wouter'",
    "import { layers, navigate } from '../history/navigate'",
    'navigate(paths.list, { state: history.state })',
    'layers.back()',
    "goBack('/')",
    'timeline.history.rows',
  ]
  for (const text of texts) expect([text, historyByHand(text)]).toEqual([text, []])
})
