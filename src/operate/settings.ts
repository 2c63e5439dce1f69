import { type Config, flag, groundSettings, readConfig, type Settings } from '../platform/config.ts'
import type { Call } from './command.ts'

/**
 * All settings there are. Every command reads the same file and variables, so none may find a setting unknown that
 * another one has; as flags a command offers those that matter to it.
 */
export const settings = {
  ...groundSettings,
  work: flag('Run the worker in this process.', true),
} satisfies Settings

export type RollcallConfig = Config<typeof settings>

/** For whoever touches the installation and is over soon. */
export const installationFlags = {
  data: settings.data,
  logLevel: settings.logLevel,
} satisfies Settings

/** For whoever prints an address: where the server is, when none runs here that says so itself. */
export const linkFlags = {
  ...installationFlags,
  host: settings.host,
  port: settings.port,
  publicUrl: settings.publicUrl,
} satisfies Settings

/** @throws {Refused} CONFIG_UNKNOWN, CONFIG_INVALID */
export function configOf(call: Pick<Call, 'flags' | 'env'>): RollcallConfig {
  return readConfig(settings, call).config
}
