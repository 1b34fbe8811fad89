import type { LaterCatalog } from './catalog'
import { zhGroupTools } from './zh-group-tools'

export const zhLater = { ...zhGroupTools } as const satisfies LaterCatalog
