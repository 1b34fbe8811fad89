import type { Place } from './places'

/** The destinations of the rail and the tabs. */
export type RailPlace = 'chats' | 'people' | 'settings' | 'admin'

/** The current one of them. */
export const activePlace = (place: Place): RailPlace | undefined => {
  switch (place.pane) {
    case 'list':
    case 'chat':
      return 'chats'
    case 'people':
    case 'settings':
    case 'admin':
      return place.pane
    default:
      return undefined
  }
}
