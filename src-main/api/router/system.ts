import type { SettingsControl, TokenControl } from '../services.ts';
import type { SystemService } from '../system/system-service.ts';
import { procedures } from './procedures.ts';

export function systemRouter(system: SystemService, tokens: TokenControl) {
  const of = procedures.system;
  return {
    health: of.health.handler(() => system.health()),
    metrics: of.metrics.handler(() => system.metrics()),
    history: of.history.handler(({ input }) => system.history(input.name, input.from, input.to)),
    alerts: of.alerts.handler(() => system.alerts()),
    logs: of.logs.handler(({ input: { limit, level, contains } }) => system.logs({ limit, level, contains })),
    backups: of.backups.handler(() => system.backups()),
    backUp: of.backUp.handler(() => system.backUp()),
    licences: of.licences.handler(() => system.licences()),
    tokens: of.tokens.handler(() => ({ tokens: tokens.list() })),
    createToken: of.createToken.handler(({ input }) => tokens.create(input.name, input.role)),
    revokeToken: of.revokeToken.handler(({ input }) => {
      tokens.revoke(input.id);
      return { done: true } as const;
    }),
  };
}

export function settingsRouter(settings: SettingsControl) {
  const of = procedures.settings;
  return {
    get: of.get.handler(() => settings.get()),
    change: of.change.handler(({ input }) => settings.change(input)),
  };
}
