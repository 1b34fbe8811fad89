/** The words of pictures: in the history, before they are sent, in the viewer, as avatars. */
export const enMedia = {
  picture: 'Photo',
  pictureWithCaption: 'Photo: {caption}',
  openPicture: 'Open photo',
  cancelPicture: 'Cancel upload, {share} done',

  // Before they are sent
  attachPictures: 'Attach photos',
  captionTo: 'Caption',
  picturesToSend: { one: '{count} photo to send', other: '{count} photos to send' },
  removePicture: 'Remove {name}',
  picturesAtMost: { one: 'At most {count} photo at once.', other: 'At most {count} photos at once.' },
  pictureEmpty: '“{name}” is empty.',
  pictureUnsupported: '“{name}” isn’t a photo that can be sent.',
  dropPictures: 'Drop photos here',

  // Avatars
  changeAvatar: 'Change profile photo',
  changeGroupAvatar: 'Change group photo',
  choosePicture: 'Choose photo',
  chooseOther: 'Choose another',
  removeAvatar: 'Remove photo',
  avatarHint: 'JPEG, PNG, WebP or GIF. You choose a square of it next.',
  avatarSaved: 'Photo changed',
  avatarRemoved: 'Photo removed',
  cropArea: 'The part of the photo that is shown',
  cropHint: 'Drag to move; arrow keys and + − work too.',
  cropZoom: 'Zoom',

  // The viewer
  viewer: 'Photo viewer',
  previousPicture: 'Previous photo',
  nextPicture: 'Next photo',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  downloadPicture: 'Download',
} as const
