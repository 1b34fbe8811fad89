// Brings what the checks and tests want from the system: installs it where that is allowed, else prints the command.
import { provideSystemPackages } from './lib/system.mjs'

provideSystemPackages()
