const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** A text that people wrote, for a page. */
export const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => escapes[sign] ?? sign)

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}
li{margin:.25rem 0}ul{padding-left:1.25rem}nav{display:flex;gap:1rem;margin:1rem 0}
article{border-top:1px solid #8884;padding:.5rem 0;overflow-wrap:anywhere}article p{margin:.25rem 0;white-space:pre-wrap}
time{opacity:.7;font-size:.8em;margin-left:.5rem}`

export interface PageParts {
  readonly title: string
  /** HTML. */
  readonly body: string
}

/** A page of the archive. It loads nothing from elsewhere and runs no scripts, whatever people wrote. */
export const htmlPage = ({ title, body }: PageParts): string => `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src 'self' file:">
<title>${escaped(title)}</title><style>${style}</style>
<h1 dir="auto">${escaped(title)}</h1>
${body}
</html>
`

/** A link to another file of the archive. */
export const link = (href: string, text: string): string =>
  `<a href="${escaped(href.split('/').map(encodeURIComponent).join('/'))}" dir="auto">${escaped(text)}</a>`
