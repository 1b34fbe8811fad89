/** Messages with videos, albums and files: one chunk, loaded with the first of them. */
export { AlbumContent } from './album-content'
export { FileContent } from './file-content'
export { VideoContent } from './video-content'
