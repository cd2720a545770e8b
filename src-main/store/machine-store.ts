import type { MachineSpeed, MachineStatistics, MachineStatisticsStore, MachineWork } from '../coordinator/ports.ts';
import type { SqliteDatabase } from './database.ts';
import { writing } from './database.ts';

interface MachineRow extends Omit<MachineStatistics, 'speed'> {
  readonly speed: number | null;
}

export function machineStore(database: SqliteDatabase, nowMs: () => number): MachineStatisticsStore {
  const list = database.prepare<[], MachineRow>(`
    SELECT name, files, bytes, failures, sent_bytes AS sentBytes, busy_ms AS busyMs, speed,
      first_seen_ms AS firstSeenMs, last_seen_ms AS lastSeenMs
    FROM machines ORDER BY name`);
  const add = database.prepare(`
    INSERT INTO machines (name, files, bytes, failures, sent_bytes, busy_ms, first_seen_ms, last_seen_ms)
    VALUES (@name, @files, @bytes, @failures, @sentBytes, @busyMs, @nowMs, @nowMs)
    ON CONFLICT DO UPDATE SET files = files + excluded.files, bytes = bytes + excluded.bytes,
      failures = failures + excluded.failures, sent_bytes = sent_bytes + excluded.sent_bytes,
      busy_ms = busy_ms + excluded.busy_ms, last_seen_ms = excluded.last_seen_ms`);
  const speeds = database.prepare<[], MachineSpeed>(
    'SELECT name, speed, speed_weight_ms AS weightMs FROM machines WHERE speed IS NOT NULL ORDER BY name',
  );
  const saveSpeed = database.prepare(`
    INSERT INTO machines (name, speed, speed_weight_ms, first_seen_ms, last_seen_ms)
    VALUES (@name, @speed, @weightMs, @nowMs, @nowMs)
    ON CONFLICT DO UPDATE SET speed = excluded.speed, speed_weight_ms = excluded.speed_weight_ms`);
  const remove = database.prepare('DELETE FROM machines WHERE name = ?');

  return {
    list: () => list.all().map(({ speed, ...row }) => ({ ...row, speed: speed ?? undefined })),
    add: writing(database, (name: string, work: MachineWork) => {
      add.run({ ...work, name, nowMs: nowMs() });
    }),
    speeds: () => speeds.all(),
    saveSpeeds: writing(database, (learned: readonly MachineSpeed[]) => {
      for (const speed of learned) saveSpeed.run({ ...speed, nowMs: nowMs() });
    }),
    remove: writing(database, (name: string) => {
      remove.run(name);
    }),
  };
}
