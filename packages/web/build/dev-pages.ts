import type { Plugin } from 'vite'

/** The pages besides the client's, by the paths at which the server serves them. */
const pages = [
  { path: /^\/docs(\/|\?|$)/, file: '/docs.html' },
  { path: /^\/embed(\/|\?|$)/, file: '/embed.html' },
]

/**
 * `vite dev` serves the API pages and the page for frames where the server does. The latter takes tokens from the origins
 * of `PARLEY_ALLOWED_ORIGINS`, as it does behind the server. Vite lets any page frame it.
 */
export const devPages = (): Plugin => ({
  name: 'parley-dev-pages',
  apply: 'serve',
  configureServer(server) {
    server.middlewares.use((request, _response, next) => {
      const page = pages.find(({ path }) => path.test(request.url ?? ''))
      if (page) request.url = page.file
      next()
    })
  },
  transformIndexHtml(html) {
    const origins = (process.env.PARLEY_ALLOWED_ORIGINS ?? '').split(',').map((origin) => origin.trim())
    return html.replace('<!--origins-->', () => `<meta name="origins" content="${origins.join(' ').trim()}">`)
  },
})
