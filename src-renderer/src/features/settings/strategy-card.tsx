import type { Settings } from '../../../../src-protocol/contract/settings.ts';
import { Card } from '../../ui/card.tsx';
import { RadioList } from '../../ui/radio-list.tsx';
import { changeSettings } from '../../state/settings.ts';

type Strategy = Settings['queue']['strategy'];

const STRATEGIES: readonly { readonly value: Strategy; readonly text: string; readonly hint: string }[] = [
  {
    value: 'dynamic',
    text: 'Whoever is through first',
    hint: 'By the speed that each has shown, and by what sending the files takes. Best in most cases.',
  },
  {
    value: 'least-busy',
    text: 'Whoever has the least to do',
    hint: 'By the slots that are free. Keeps slow computers as busy as fast ones.',
  },
  {
    value: 'round-robin',
    text: 'Each in turn',
    hint: 'The same share for all, whatever they are. Good for comparing computers.',
  },
];

/** Who gets the next files where several workers could read them. */
export function StrategyCard({ settings }: { readonly settings: Settings }) {
  const { strategy } = settings.queue;
  return (
    <Card title="Sharing out the work">
      <RadioList
        label="The next files go to"
        value={strategy}
        options={STRATEGIES}
        onChange={(chosen) => {
          const text = STRATEGIES.find(({ value }) => value === chosen)?.text ?? chosen;
          void changeSettings({ queue: { strategy: chosen } }, `Saved: the next files go to ${inSentence(text)}.`, {
            queue: { strategy },
          });
        }}
      />
    </Card>
  );
}

function inSentence(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
