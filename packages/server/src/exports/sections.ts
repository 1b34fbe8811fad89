import { chatSection } from './chat-section'
import { indexSection } from './index-section'
import { mediaSection } from './media-section'
import { profileSection } from './profile-section'
import { rowSections } from './row-sections'
import type { Section } from './section'

/** All sections of an export, in the order of the archive. The index comes last, because it lists the others. */
export const sections: readonly Section[] = [profileSection, ...rowSections, chatSection, mediaSection, indexSection]
