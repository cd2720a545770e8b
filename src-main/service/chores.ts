import { AlertFeed } from '../api/live/alert-feed.ts';
import { machineFeed, workerFeed } from '../api/live/feeds.ts';
import { BackupSchedule } from '../api/system/backup-schedule.ts';
import { HistorySampler } from '../api/system/history-sampler.ts';
import { UploadSweep } from '../api/uploads/upload-sweep.ts';
import type { ResourceWatch } from './resource-watch.ts';
import type { ServiceBase } from './service-base.ts';
import type { Services } from './services.ts';

/** What goes on by itself in a service that works on jobs. */
export async function startChores(
  { settings, events, engine, cleanup }: ServiceBase,
  { monitor }: ResourceWatch,
  { alerts, backups, uploads, workers, machines }: Services,
): Promise<void> {
  const { store, log } = engine;
  await uploads.takeOver();
  cleanup.use(new UploadSweep(uploads, log));
  cleanup.use(new BackupSchedule(backups, () => settings.get().backups, Date.now, log));
  cleanup.use(new HistorySampler(store.history, () => monitor.historyValues(), log));
  cleanup.use(new AlertFeed(events, () => alerts.look(monitor.alertSnapshot(), settings.get()), log));
  cleanup.use(workerFeed(events, () => workers.list()));
  cleanup.use(machineFeed(events, () => machines.list()));
}
