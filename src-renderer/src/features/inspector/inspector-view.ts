import { create } from 'zustand';

interface InspectorView {
  /** Tag groups that were closed stay so from file to file. */
  readonly closedGroups: ReadonlySet<string>;
  readonly values: 'printed' | 'raw';
  readonly tagSearch: string;
}

/** How files are looked at: kept while going from one to the next. */
export const useInspectorView = create<InspectorView>(() => ({
  closedGroups: new Set(),
  values: 'printed',
  tagSearch: '',
}));

export function showValues(values: InspectorView['values']): void {
  useInspectorView.setState({ values });
}

export function searchTags(tagSearch: string): void {
  useInspectorView.setState({ tagSearch });
}

export function setGroupsOpen(groups: readonly string[], isOpen: boolean): void {
  useInspectorView.setState(({ closedGroups }) => {
    const closed = new Set(closedGroups);
    for (const group of groups) {
      if (isOpen) closed.delete(group);
      else closed.add(group);
    }
    return { closedGroups: closed };
  });
}
