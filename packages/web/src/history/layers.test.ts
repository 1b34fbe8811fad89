import { beforeEach, expect, test } from 'bun:test'
import { Layers } from './layers'

/** A tab's history, whose steps arrive later, as in browsers. */
class Tab {
  readonly entries: { readonly url: string; readonly state: unknown }[] = [{ url: '/', state: null }]
  at = 0
  losesSteps = false
  readonly #waiting: (() => void)[] = []
  readonly late: (() => void)[] = []
  layers = this.load()

  /** A page that loads at the current entry. */
  load(): Layers {
    const tab = this
    const layers = new Layers({
      entries: {
        get state() {
          return tab.entries[tab.at]?.state
        },
        pushState: (state) => this.push(tab.url, state),
        go: (by = 0) => void this.#waiting.push(() => this.losesSteps || this.step(by)),
      },
      soon: (run) => void this.#waiting.push(run),
      atLast: (run) => void this.late.push(run),
    })
    layers.settle()
    this.layers = layers
    return layers
  }

  get url(): string {
    return this.entries[this.at]?.url ?? ''
  }

  push(url: string, state: unknown): void {
    this.entries.splice(this.at + 1, Infinity, { url, state })
    this.at += 1
  }

  /** Simulates the browser's own buttons. */
  step(by: number): void {
    if (!this.entries[this.at + by]) return
    this.at += by
    this.layers.moved()
  }

  press(by: number): void {
    this.step(by)
    this.settle()
  }

  go(url: string): void {
    this.layers.leave((replace) => {
      if (replace) this.entries[this.at] = { url, state: null }
      else this.push(url, null)
    })
    this.settle()
  }

  /** Runs the waiting callbacks, but not those that they add. */
  settleOnce(): void {
    for (const run of this.#waiting.splice(0)) run()
  }

  settle(): void {
    for (let run = this.#waiting.shift(); run; run = this.#waiting.shift()) run()
  }

  get urls(): readonly string[] {
    return this.entries.slice(0, this.at + 1).map(({ url }) => url)
  }
}

let tab: Tab
beforeEach(() => {
  tab = new Tab()
  tab.go('/c/1')
})

const openLayer = () => {
  const seen = { closed: 0 }
  const remove = tab.layers.add({ close: () => seen.closed++ })
  tab.settle()
  return Object.assign(seen, { remove })
}

test('Back closes one layer at a time from the top, and then leaves the page', () => {
  const [viewer, dialog] = [openLayer(), openLayer()]
  tab.press(-1)
  expect([viewer.closed, dialog.closed, tab.url]).toEqual([0, 1, '/c/1'])
  tab.press(-1)
  expect([viewer.closed, dialog.closed, tab.url]).toEqual([1, 1, '/c/1'])
  tab.press(-1)
  expect(tab.url).toBe('/')
})

test('a layer that closes by itself leaves no entry behind', () => {
  openLayer().remove()
  tab.settle()
  expect(tab.urls).toEqual(['/', '/c/1'])
  tab.press(-1)
  expect(tab.url).toBe('/')
})

test('layers that close together lose their entries together', () => {
  const [viewer, dialog] = [openLayer(), openLayer()]
  viewer.remove()
  dialog.remove()
  tab.settle()
  expect([tab.urls, tab.layers.depth]).toEqual([['/', '/c/1'], 0])
})

test('a layer that replaces another one needs no new entry', () => {
  const menu = openLayer()
  menu.remove()
  const dialog = openLayer()
  expect([tab.urls, tab.layers.depth]).toEqual([['/', '/c/1', '/c/1'], 1])
  tab.press(-1)
  expect([menu.closed, dialog.closed, tab.url]).toEqual([0, 1, '/c/1'])
})

test("Forward doesn't lead to a closed layer", () => {
  const viewer = openLayer()
  tab.press(-1)
  tab.press(1)
  expect([viewer.closed, tab.layers.depth, tab.urls]).toEqual([1, 0, ['/', '/c/1']])
  tab.press(-1)
  expect(tab.url).toBe('/')
})

test('an address that is opened from layers replaces their entries', () => {
  const [viewer, dialog] = [openLayer(), openLayer()]
  dialog.remove()
  viewer.remove()
  tab.go('/c/2')
  expect([tab.urls, tab.layers.depth]).toEqual([['/', '/c/1', '/c/2'], 0])
  tab.press(-1)
  expect(tab.url).toBe('/c/1')
})

test('a layer that stays open over another address gets an entry there', () => {
  const dialog = openLayer()
  tab.go('/c/2')
  expect(tab.urls).toEqual(['/', '/c/1', '/c/2', '/c/2'])
  tab.press(-1)
  expect([dialog.closed, tab.url]).toEqual([1, '/c/2'])
})

test('a reload with a layer open returns to the page below it', () => {
  openLayer()
  openLayer()
  tab.load()
  tab.settle()
  expect([tab.layers.depth, tab.urls]).toEqual([0, ['/', '/c/1']])
  tab.press(-1)
  expect(tab.url).toBe('/')
})

test('an address that is opened during a pending step waits for it', () => {
  const dialog = openLayer()
  dialog.remove()
  // The step away from the layer's entry is pending.
  tab.settleOnce()
  tab.go('/c/2')
  expect(tab.urls).toEqual(['/', '/c/1', '/c/2'])
})

test('a step that never arrives blocks nothing', () => {
  const dialog = openLayer()
  tab.losesSteps = true
  dialog.remove()
  tab.settleOnce()
  tab.go('/c/2')
  expect(tab.url).toBe('/c/1')
  for (const run of tab.late.splice(0)) run()
  tab.settle()
  expect(tab.url).toBe('/c/2')
})

test('the time limit of an earlier step ends no later one', () => {
  const [viewer, dialog] = [openLayer(), openLayer()]
  dialog.remove()
  tab.settle()
  viewer.remove()
  // The second step is pending, and the limit of the first one passes.
  tab.settleOnce()
  for (const run of tab.late.splice(0, 1)) run()
  tab.go('/c/2')
  expect(tab.urls).toEqual(['/', '/c/1', '/c/2'])
})

test('going back from the page itself skips its layers', () => {
  openLayer()
  tab.layers.back()
  tab.settle()
  expect(tab.urls[0]).toBe('/')
  expect(tab.url).toBe('/')
})

test('going back by several steps closes all layers on the way', () => {
  const [viewer, dialog] = [openLayer(), openLayer()]
  tab.press(-3)
  expect([viewer.closed, dialog.closed, tab.url]).toEqual([1, 1, '/'])
})
