import { useState } from 'react';
import { bytes, count } from '../../../../src-protocol/model/words.ts';
import { classNames } from '../../ui/class-names.ts';
import { amountOf, type Bar, type Measure } from './bars.ts';
import { useBarFilter } from './use-bar-filter.ts';

const SHOWN_AT_FIRST = 7;
/** A single one that is left takes no more room than the button for it. */
const SHOWN_IF_ALL = SHOWN_AT_FIRST + 1;

interface BarListProps {
  readonly bars: readonly Bar[];
  readonly measure?: Measure;
}

/** Values with how many files have each, or how large these are, as buttons that filter. */
export function BarList({ bars, measure = 'files' }: BarListProps) {
  const [isOpen, setOpen] = useState(false);
  const { isOn, toggle } = useBarFilter();
  const most = Math.max(1, ...bars.map((bar) => amountOf(bar, measure)));
  const isLong = bars.length > SHOWN_IF_ALL;
  const shown = isOpen || !isLong ? bars : bars.slice(0, SHOWN_AT_FIRST);
  return (
    <>
      <ul className={classNames('-mx-1.5 flex flex-col gap-0.5', isOpen && 'max-h-80 overflow-y-auto')}>
        {shown.map((bar) => (
          <li key={bar.id} className="shrink-0">
            <button
              type="button"
              aria-pressed={isOn(bar)}
              title={bar.label}
              onClick={() => {
                toggle(bar);
              }}
              className="relative flex h-6.5 w-full items-center gap-3 rounded-[6px] px-1.5 text-left -outline-offset-1 hover:bg-bg aria-pressed:font-semibold aria-pressed:text-accent-text"
            >
              <span
                aria-hidden
                className={classNames(
                  'absolute inset-y-0 left-0 rounded-[6px]',
                  isOn(bar) ? 'bg-series-1/30' : 'bg-accent-soft/70',
                )}
                style={{ width: `${Math.max(1, (100 * amountOf(bar, measure)) / most).toString()}%` }}
              />
              <bdi className="relative min-w-0 grow truncate">{bar.label}</bdi>
              <span className={classNames('relative shrink-0', !isOn(bar) && 'text-muted')}>
                {measure === 'bytes' ? (
                  bytes(amountOf(bar, measure))
                ) : (
                  <>
                    {count(bar.files)}
                    <span className="sr-only"> {bar.files === 1 ? 'file' : 'files'}</span>
                  </>
                )}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {isLong && (
        <button
          type="button"
          aria-expanded={isOpen}
          className="mt-1.5 text-sm text-accent hover:underline"
          onClick={() => {
            setOpen(!isOpen);
          }}
        >
          {isOpen ? 'Show fewer' : `Show ${count(bars.length - SHOWN_AT_FIRST)} more`}
        </button>
      )}
    </>
  );
}
