import { ExternalLink } from 'lucide-react';
import type { CoreDate, CoreFields } from '../../../../src-protocol/model/core-fields.ts';
import { desktopBridge } from '../../bridge/desktop-bridge.ts';
import { notifyFault } from '../../state/toasts.ts';
import { columnTitle } from '../../ui/columns.ts';
import { WorldMap } from '../../ui/world-map.tsx';
import { momentText, zoneText } from './moment.ts';
import { type FilePlace, mapLink, placeOf } from './place.ts';
import { FactLine, FactList, RawValue, Section } from './section.tsx';

/** The time and the place, each with what it is known from. */
export function WhenAndWhere({ core }: { readonly core: CoreFields }) {
  const { capturedAt, createdAt } = core;
  const place = placeOf(core);
  const isCreatedApart = createdAt !== undefined && createdAt.local !== capturedAt?.local;
  if (capturedAt === undefined && !isCreatedApart && place === undefined) return null;
  return (
    <Section title="When and where">
      <FactList>
        {capturedAt && <Moment title={columnTitle('capturedAt')} date={capturedAt} />}
        {isCreatedApart && <Moment title={columnTitle('createdAt')} date={createdAt} />}
        {place && <FactLine title="Place">{place.text}</FactLine>}
      </FactList>
      {place && <PlaceMap place={place} />}
    </Section>
  );
}

function Moment({ title, date }: { readonly title: string; readonly date: CoreDate }) {
  const zone = zoneText(date);
  return (
    <FactLine title={title}>
      <span className="block">{momentText(date)}</span>
      {zone !== undefined && (
        <span className="block" title={date.offsetSource}>
          <RawValue>{zone}</RawValue>
        </span>
      )}
      <TagName name={date.source} />
    </FactLine>
  );
}

/** It is broken behind its group first. */
function TagName({ name }: { readonly name: string }) {
  const [group = '', ...rest] = name.split(':');
  return (
    <span className="font-mono text-2xs text-faint">
      {group}
      {rest.length > 0 && ':'}
      <wbr />
      {rest.join(':')}
    </span>
  );
}

function PlaceMap({ place }: { readonly place: FilePlace }) {
  const { latitude, longitude } = place;
  return (
    <>
      <WorldMap
        key={`${latitude.toString()} ${longitude.toString()}`}
        label="Where it was made"
        places={[{ latitude, longitude, files: 1 }]}
        focus="places"
        className="mt-1 h-34"
      />
      <OpenInMaps place={place} />
    </>
  );
}

const LINK = 'inline-flex items-center gap-1.5 self-start rounded-sm text-sm text-accent-text hover:underline';

function OpenInMaps({ place }: { readonly place: FilePlace }) {
  const desktop = desktopBridge();
  const inside = (
    <>
      Open in maps
      <ExternalLink size={14} strokeWidth={1.75} aria-hidden />
    </>
  );
  if (desktop === undefined) {
    return (
      <a className={LINK} href={mapLink(place)} target="_blank" rel="noreferrer">
        {inside}
      </a>
    );
  }
  const open = () => {
    desktop.openPlace(place.latitude, place.longitude).catch((error: unknown) => {
      notifyFault('The map could not be opened', error);
    });
  };
  return (
    <button type="button" className={LINK} onClick={open}>
      {inside}
    </button>
  );
}
