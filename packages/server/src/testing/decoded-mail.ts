/** The head and the parts of a mail as people read them. */
export const decodedMail = (raw: string): string =>
  raw
    .replaceAll('\r\n', '\n')
    .replaceAll(
      /(Encoding: base64\n\n)((?:[A-Za-z0-9+/]{76}\n)*[A-Za-z0-9+/]+={0,2}\n)/g,
      (_whole, head: string, coded: string) => `${head}${fromBase64(coded)}`,
    )
    .replaceAll(/\?=\s+=\?UTF-8\?[QB]\?/gi, '')
    .replaceAll(/=\?UTF-8\?B\?([^?]+)\?=/gi, (_whole, coded: string) => fromBase64(coded))
    .replaceAll(/(?<!\?)=\n/g, '')
    .replaceAll(/((?:=[0-9A-F]{2})+)/g, (coded) => Buffer.from(coded.replaceAll('=', ''), 'hex').toString('utf8'))
    .replaceAll(/=\?UTF-8\?Q\?([^?]+)\?=/gi, (_whole, text: string) => text.replaceAll('_', ' '))

const fromBase64 = (coded: string): string => Buffer.from(coded, 'base64').toString('utf8')
