import { createStore } from 'zustand/vanilla'
import type { ViewedMessage } from '../media/viewed-message'

export interface Viewed {
  readonly message: ViewedMessage
  /** Gets the focus back when the viewer closes. */
  readonly opener: HTMLElement
}

/** The picture or video in the viewer, if it is open. */
export const viewerStore = createStore<{ readonly viewed?: Viewed }>(() => ({}))

export const openViewer = (viewed: Viewed): void => viewerStore.setState({ viewed }, true)

export const closeViewer = (): void => viewerStore.setState({}, true)
