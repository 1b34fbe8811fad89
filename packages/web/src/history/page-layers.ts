import { Layers } from './layers'

/** The layers over this page. */
export const layers = new Layers({
  entries: {
    get state() {
      return history.state
    },
    pushState: (...entry) => history.pushState(...entry),
    go: (by) => history.go(by),
  },
  soon: (run) => void setTimeout(run),
  atLast: (run) => void setTimeout(run, 1_000),
})

/** Handles the browser's buttons, and removes entries that a reload left behind. */
export const startHistory = (): void => {
  addEventListener('popstate', layers.moved)
  layers.settle()
}
