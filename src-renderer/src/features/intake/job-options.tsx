import { Menu } from '../../ui/menu.tsx';
import { Chip } from '../../ui/chip.tsx';
import { chooseOptions, useJobOptions } from '../../state/intake.ts';
import { Priority } from '../../../../src-protocol/model/job.ts';
import { GlobsChip } from './globs-chip.tsx';
import { MoreOptions } from './more-options.tsx';

const PROFILES = [
  { profile: 'complete', text: 'Everything ExifTool knows' },
  { profile: 'fast', text: 'Faster, no composite tags' },
] as const;

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
      {PROFILES.map((one) => (
        <Chip
          key={one.profile}
          on={profile === one.profile}
          aria-pressed={profile === one.profile}
          onClick={() => {
            chooseOptions({ profile: one.profile });
          }}
        >
          {one.text}
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
        items={Priority.options.toReversed().map((one) => ({
          id: one,
          text: one.charAt(0).toUpperCase() + one.slice(1),
          checked: one === priority,
          onSelect: () => {
            chooseOptions({ priority: one });
          },
        }))}
      >
        <Chip>Priority: {priority}</Chip>
      </Menu>
      <MoreOptions />
    </div>
  );
}
