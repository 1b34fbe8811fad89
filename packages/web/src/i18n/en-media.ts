/** The words of pictures: in the history, before they are sent, in the viewer, as avatars. */
export const enMedia = {
  picture: 'Photo',
  pictureWithCaption: 'Photo: {caption}',
  openPicture: 'Open photo',
  cancelPicture: 'Cancel upload, {share} done',

  // The viewer
  viewer: 'Photo viewer',
  previousPicture: 'Previous photo',
  nextPicture: 'Next photo',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  downloadPicture: 'Download',
} as const
