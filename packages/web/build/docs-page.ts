import type { Plugin } from 'vite'

/** `vite dev` serves the API pages where the server does: at `/docs` and all paths below. */
export const docsPage = (): Plugin => ({
  name: 'parley-docs-page',
  configureServer(server) {
    server.middlewares.use((request, _response, next) => {
      if (/^\/docs(\/|\?|$)/.test(request.url ?? '')) request.url = '/docs.html'
      next()
    })
  },
})
