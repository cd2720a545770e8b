import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { bytes } from '../../../../src-protocol/model/words.ts';
import { desktopBridge } from '../../bridge/desktop-bridge.ts';
import { api } from '../../state/connection.ts';
import { Card } from '../../ui/card.tsx';
import markUrl from '../../ui/mark.svg';
import { PathText } from '../../ui/path-text.tsx';
import { Screen } from '../../ui/screen.tsx';
import { ago, dateTime } from '../../ui/time.ts';
import { Licences } from './licences.tsx';

/** What this program is, where its data lies, and what it is made of. */
export function AboutScreen() {
  const { data: health } = useQuery({
    queryKey: ['health'],
    queryFn: ({ signal }) => api().system.health({}, { signal }),
    staleTime: 0,
  });
  return (
    <Screen title="About" className="overflow-hidden">
      <Card className="flex shrink-0 flex-wrap items-start gap-x-8 gap-y-3">
        <div className="flex items-center gap-3.5">
          <img src={markUrl} alt="" width="44" height="44" draggable={false} />
          <div>
            <h2 className="text-lg leading-tight font-[650]">MetaExtract</h2>
            <p className="text-muted select-text">Version {desktopBridge()?.version ?? health?.version ?? ''}</p>
          </div>
        </div>
        <dl className="grid min-w-80 flex-1 grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1 select-text">
          <Fact name="ExifTool">{health?.exiftool}</Fact>
          <Fact name="Data folder">{health && <PathText path={health.dataFolder} />}</Fact>
          <Fact name="Database">{health && `${bytes(health.databaseBytes)}, ${bytes(health.diskFreeBytes)} free`}</Fact>
          <Fact name="Running since">{health && `${dateTime(health.upSince)} (${ago(health.upSince)})`}</Fact>
        </dl>
      </Card>
      <Licences />
    </Screen>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="m-0 min-h-5 min-w-0">{children}</dd>
    </>
  );
}
