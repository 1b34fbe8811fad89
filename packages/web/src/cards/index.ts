/** The cards of places and people in the history, in one chunk. */
export { ContactCard } from './contact-card'
export { LocationCard } from './location-card'
