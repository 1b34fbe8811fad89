export const enLaterChat = {
  hideMessage: 'Hide for me',
  retractMessage: 'Take back',
  copyText: 'Copy text',
  quoteOf: '{name}: {text}',
  noticeLeft: 'You left this group. You can still read what was said until then.',
  noticeWorldClosed: 'An administrator has closed this channel. You can still read it.',
} as const
