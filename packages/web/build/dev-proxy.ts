/** The server's own paths, apart from the web client. `vite dev` passes them on to the server. */
const paths = [
  String.raw`^/api(/|\?|$)`,
  '^/(files|media)/',
  String.raw`^/(health|ready|metrics|policy)(/|\?|$)`,
  String.raw`^/(openapi|openrpc|asyncapi)\.json(\?|$)`,
]

/**
 * The proxy of `vite dev` to a server such as `http://127.0.0.1:8080`. The server sees the host that the browser
 * requested, since it refuses cookies from pages of other origins.
 */
export const devProxy = (target: string) => ({
  ...Object.fromEntries(paths.map((path) => [path, { target, changeOrigin: false }])),
  '/ws': { target, changeOrigin: false, ws: true },
})
