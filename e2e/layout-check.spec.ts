import { layoutProblems } from './support/layout-problems.ts';
import { expect, test } from './support/test.ts';

const LONG = 'a text that is much longer than the box in which it stands';

const PAGES = [
  ['two texts over each other', `<p>Above</p><p style="margin-top: -10px">Below</p>`, ['“Above” lies over “Below”']],
  [
    'a text that its box cuts off at the side',
    `<p style="width: 90px; overflow: hidden; white-space: nowrap">${LONG}</p>`,
    [`“${LONG}” is cut off`],
  ],
  [
    'a text that a box around it cuts off below',
    `<div style="width: 90px; height: 30px; overflow: clip"><p>${LONG}</p></div>`,
    [`“${LONG}” is cut off`],
  ],
  [
    'a text that a box cuts off below, though all of it can be scrolled',
    `<div style="height: 100px; overflow: auto">
       <div style="height: 30px; width: 90px; overflow: hidden"><p>${LONG}</p></div><div style="height: 900px"></div>
     </div>`,
    [`“${LONG}” is cut off`],
  ],
  ['a page that is too wide', `<div style="width: 3000px; height: 9px"></div>`, ['the page is 3000 px wide']],
  [
    'nothing where “…” or a scroll bar tells of what is not seen',
    `<p style="width: 90px; overflow: hidden; white-space: nowrap; text-overflow: ellipsis">${LONG}</p>
     <div style="width: 90px; height: 30px; overflow: auto"><p>${LONG}</p></div>
     <div style="width: 200px; height: 60px; overflow: auto"><div style="height: 900px">
       <div style="position: sticky; top: 0; height: 60px; overflow: clip"><p>One</p><p>Two</p><p>Three</p></div>
     </div></div>`,
    [],
  ],
] as const;

test(
  'the check of the layout finds what cannot be read, and nothing else',
  { tag: '@browser' },
  async ({ library }) => {
    const page = await library.page.context().newPage();
    for (const [what, html, problems] of PAGES) {
      await page.setContent(`<!doctype html><style>body, p { margin: 0 }</style>${html}`);
      expect.soft(await page.evaluate(layoutProblems), what).toEqual(problems);
    }
    await page.close();
  },
);
