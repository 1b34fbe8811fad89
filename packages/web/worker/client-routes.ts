/** The routes of the client. All other addresses are the server's own. */
const routes = /^\/($|(c|people|settings|admin|i|u|setup|reset|login|register|continue)(\/|$))/

/** Whether a path is a route of the client, so that the stored page can answer it. */
export const isClientRoute = (path: string): boolean => routes.test(path)
