import { createStore } from 'zustand/vanilla'
import type { PictureMessage } from '../picture-message'

export interface Viewed {
  readonly message: PictureMessage
  /** Has the focus again when the viewer is closed. */
  readonly opener: HTMLElement
}

/** The picture that fills the window, if one does. */
export const viewerStore = createStore<{ readonly viewed?: Viewed }>(() => ({}))

export const openViewer = (viewed: Viewed): void => viewerStore.setState({ viewed }, true)

/** What is on screen stands where it stood. */
export const closeViewer = (): void => {
  const { viewed } = viewerStore.getState()
  viewerStore.setState({}, true)
  if (viewed?.opener.isConnected) viewed.opener.focus({ preventScroll: true })
}
