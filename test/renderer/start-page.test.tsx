import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { StartPage } from '../../src-renderer/src/features/start/start-page.tsx';

test('the page has one main heading and headings below it that skip no level', () => {
  const levels = [...renderToStaticMarkup(<StartPage version="1.2.3" />).matchAll(/<h([1-6])/g)].map(
    ([, level]) => level,
  );
  expect(levels).toEqual(['1', '2', '2']);
});

test('the version is shown in the window and left out in a browser, which has none', () => {
  expect(renderToStaticMarkup(<StartPage version="1.2.3" />)).toContain('Version 1.2.3');
  expect(renderToStaticMarkup(<StartPage version={undefined} />)).not.toContain('Version');
});
