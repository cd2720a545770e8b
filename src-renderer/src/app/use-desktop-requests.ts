import { useEffect } from 'react';
import { desktopBridge } from '../bridge/desktop-bridge.ts';
import { addSources } from '../state/intake.ts';
import { go } from '../state/route.ts';
import { COMMANDS } from './commands.ts';

/** Does what the window's menu, its icon and its notifications ask for. */
export function useDesktopRequests(): void {
  useEffect(
    () =>
      desktopBridge()?.onRequest((request) => {
        switch (request.kind) {
          case 'add-sources':
            addSources(request.paths);
            go('add');
            return;
          case 'show-job':
            go('jobs', request.jobId);
            return;
          case 'command':
            COMMANDS.find(({ id }) => id === request.command)?.run();
        }
      }),
    [],
  );
}
