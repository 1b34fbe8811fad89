import { createStore } from 'zustand/vanilla'
import type { ViewedMessage } from '../viewed-message'

export interface Viewed {
  readonly message: ViewedMessage
  /** Has the focus again when the viewer is closed. */
  readonly opener: HTMLElement
}

/** The picture or video that fills the window, if one does. */
export const viewerStore = createStore<{ readonly viewed?: Viewed }>(() => ({}))

export const openViewer = (viewed: Viewed): void => viewerStore.setState({ viewed }, true)

export const closeViewer = (): void => viewerStore.setState({}, true)
