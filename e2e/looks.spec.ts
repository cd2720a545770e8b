import { lookAt } from './support/look-at.ts';
import { SIGHTS } from './support/screens.ts';
import { test } from './support/test.ts';

// Where the page is the same in the window, looking at it in one of the two is enough.
for (const { name, screen, open, openNarrow, differs = false } of SIGHTS) {
  test(
    `${name} fits into the window and can be used by everybody, whatever its size and theme`,
    { tag: differs ? [] : '@browser' },
    async ({ library, hostName }) => {
      const { page } = library;
      await library.go(screen);
      await open?.(page);
      await lookAt(page, { name, hostName, openNarrow });
    },
  );
}
