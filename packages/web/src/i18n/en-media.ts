/** The words of pictures: in the history, before they are sent, in the viewer, as avatars. */
export const enMedia = {
  picture: 'Photo',
  pictureWithCaption: 'Photo: {caption}',
  openPicture: 'Open photo',
  cancelPicture: 'Cancel upload, {share} done',
  attachPictures: 'Attach photos',
  captionTo: 'Caption',
  picturesAtMost: { one: 'At most {count} photo at once.', other: 'At most {count} photos at once.' },
  pictureEmpty: '“{name}” is empty.',
  pictureUnsupported: '“{name}” isn’t a photo that can be sent.',
} as const
