import { Profile } from '../../../../src-protocol/model/extraction.ts';
import { chooseOptions, useJobOptions } from '../../state/intake.ts';
import { Chip } from '../../ui/chip.tsx';
import { Menu } from '../../ui/menu.tsx';
import { PRIORITIES, PRIORITY_TITLES } from '../../ui/priorities.ts';
import { PROFILE_TEXTS } from '../../ui/profile-texts.ts';
import { GlobsChip } from './globs-chip.tsx';
import { MoreOptions } from './more-options.tsx';
import { WorkersChip } from './workers-chip.tsx';

const EXCLUDED_OFTEN = [
  { glob: '**/.git', text: '.git' },
  { glob: '**/@eaDir', text: '@eaDir' },
  { glob: '**/node_modules', text: 'node_modules' },
  { glob: '**/.DS_Store', text: '.DS_Store' },
  { glob: '**/Thumbs.db', text: 'Thumbs.db' },
  { glob: '**/*.lrdata', text: '*.lrdata' },
  { glob: '**/.Trash*', text: '.Trash*' },
];
const INCLUDED_OFTEN = [
  { glob: '**/*.{jpg,jpeg,heic,png,tif,tiff,webp}', text: 'Photos' },
  { glob: '**/*.{cr2,cr3,nef,arw,raf,orf,rw2,dng}', text: 'Raw' },
  { glob: '**/*.{mp4,mov,m4v,avi,mkv,mts}', text: 'Video' },
  { glob: '**/*.{mp3,flac,m4a,wav,ogg}', text: 'Audio' },
  { glob: '**/*.pdf', text: 'PDF' },
];

/** How the files are to be read. */
export function JobOptionsBar() {
  const { profile, include, exclude, priority } = useJobOptions();
  return (
    <div role="group" aria-label="Options" className="flex min-w-0 flex-wrap gap-x-3 gap-y-2">
      {Profile.options.map((one) => (
        <Chip
          key={one}
          on={profile === one}
          aria-pressed={profile === one}
          onClick={() => {
            chooseOptions({ profile: one });
          }}
        >
          {PROFILE_TEXTS[one]}
        </Chip>
      ))}
      <GlobsChip
        title="Include"
        none="all"
        hint="Only files that match one of these are read. Without any, all are."
        globs={include}
        suggestions={INCLUDED_OFTEN}
        onChange={(globs) => {
          chooseOptions({ include: globs });
        }}
      />
      <GlobsChip
        title="Exclude"
        none="nothing"
        hint="Files and folders that match one of these are left out."
        globs={exclude}
        suggestions={EXCLUDED_OFTEN}
        onChange={(globs) => {
          chooseOptions({ exclude: globs });
        }}
      />
      <Menu
        items={PRIORITIES.map((one) => ({
          id: one,
          text: PRIORITY_TITLES[one],
          checked: one === priority,
          onSelect: () => {
            chooseOptions({ priority: one });
          },
        }))}
      >
        <Chip>Priority: {priority}</Chip>
      </Menu>
      <WorkersChip />
      <MoreOptions />
    </div>
  );
}
