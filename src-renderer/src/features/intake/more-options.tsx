import { CacheMode } from '../../../../src-protocol/model/job.ts';
import { chooseOptions, type JobOptions, useJobOptions } from '../../state/intake.ts';
import { Chip } from '../../ui/chip.tsx';
import { Field, Switch, TextField } from '../../ui/field.tsx';
import { Popover } from '../../ui/popover.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Stepper } from '../../ui/stepper.tsx';

const CACHE_WORDS: Readonly<Record<CacheMode, { readonly text: string; readonly hint: string }>> = {
  use: { text: 'Use', hint: 'Files that have not changed are taken from the cache.' },
  refresh: { text: 'Refresh', hint: 'All files are read again, and the cache takes what is found.' },
  off: { text: 'Off', hint: 'All files are read, and the cache is left alone.' },
};

/** What few people change. */
export function MoreOptions() {
  const options = useJobOptions();
  const changed = inWords(options);
  return (
    <Popover
      label="More options"
      align="end"
      className="w-90 max-w-[calc(100vw-16px)]"
      trigger={
        <Chip>
          <span className="truncate">{changed === '' ? 'More' : `More: ${changed}`}</span>
        </Chip>
      }
    >
      <div className="flex flex-col gap-3.5 overflow-y-auto p-0.5">
        <Field label="Name of the job" hint="Without one it is called after what it reads.">
          {(control) => (
            <TextField
              {...control}
              maxLength={200}
              value={options.name}
              onChange={({ target }) => {
                chooseOptions({ name: target.value });
              }}
            />
          )}
        </Field>
        <Switches options={options} />
        <Limits options={options} />
        <div className="flex flex-col gap-1">
          <div className="flex items-center justify-between gap-3">
            <span className="font-medium">Cache</span>
            <Segmented
              label="Cache"
              value={options.cache}
              options={CacheMode.options.map((value) => ({ value, text: CACHE_WORDS[value].text }))}
              onChange={(cache) => {
                chooseOptions({ cache });
              }}
            />
          </div>
          <p className="text-sm text-muted">{CACHE_WORDS[options.cache].hint}</p>
        </div>
      </div>
    </Popover>
  );
}

function Switches({ options }: { readonly options: JobOptions }) {
  const { hidden, followSymlinks, sha256, watch } = options;
  return (
    <>
      <Switch
        label="Hidden files"
        hint="Names that begin with a dot."
        checked={hidden}
        onChange={(checked) => {
          chooseOptions({ hidden: checked });
        }}
      />
      <Switch
        label="Follow symbolic links"
        checked={followSymlinks}
        onChange={(checked) => {
          chooseOptions({ followSymlinks: checked });
        }}
      />
      <Switch
        label="SHA-256 of every file"
        hint="Reads every file to its end, which takes longer."
        checked={sha256}
        onChange={(checked) => {
          chooseOptions({ sha256: checked });
        }}
      />
      <Switch
        label="Watch for changes"
        hint="The job stays, and takes new and changed files."
        checked={watch}
        onChange={(checked) => {
          chooseOptions({ watch: checked });
        }}
      />
    </>
  );
}

function Limits({ options: { timeoutS, retries } }: { readonly options: JobOptions }) {
  return (
    <div className="grid grid-cols-2 gap-3">
      <Stepper
        label="Seconds for one file"
        value={timeoutS}
        min={1}
        max={86_400}
        onChange={(value) => {
          chooseOptions({ timeoutS: value });
        }}
      />
      <Stepper
        label="Retries after a fault"
        value={retries}
        min={0}
        max={99}
        onChange={(value) => {
          chooseOptions({ retries: value });
        }}
      />
    </div>
  );
}

/** What is otherwise than it usually is. */
function inWords({ name, hidden, followSymlinks, sha256, watch, timeoutS, retries, cache }: JobOptions): string {
  const words = [
    name.trim() !== '' && `“${name.trim()}”`,
    !hidden && 'no hidden files',
    followSymlinks && 'links',
    sha256 && 'SHA-256',
    watch && 'watch',
    timeoutS !== 60 && `${timeoutS} s`,
    retries !== 2 && `${retries} retries`,
    cache === 'refresh' && 'cache refreshed',
    cache === 'off' && 'no cache',
  ];
  return words.filter((word) => word !== false).join(', ');
}
