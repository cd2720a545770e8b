import { addCondition, replaceCondition, useResultsView } from '../../state/results-view.ts';
import { type Bar, conditionSetBy } from './bars.ts';

/** Which bars are in the filter, and what a click on one does: it sets its condition, or takes it away again. */
export function useBarFilter() {
  const conditions = useResultsView((view) => view.conditions);
  return {
    isOn: (bar: Bar) => conditionSetBy(bar, conditions) !== undefined,
    toggle: (bar: Bar) => {
      const set = conditionSetBy(bar, conditions);
      if (set === undefined) addCondition(bar.condition);
      else replaceCondition(set);
    },
  };
}
