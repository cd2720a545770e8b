import { expectState, startJob } from './support/jobs.ts';
import { expect, test } from './support/test.ts';

const ROW_PX = 28;

test('the selected row stays where it is while a running job puts others above it', async ({
  program,
  slowCollection,
}) => {
  test.slow(); // a job is paused, and goes on while every frame is looked at
  const { page } = program;
  await page.setViewportSize({ width: 1280, height: 460 });
  await startJob(program, slowCollection.folder);
  const enoughToScroll = /^([6-9]\d|[1-3]\d\d) of [\d,]+ (files|found so far)$/;
  await expect(page.getByRole('main').getByText(enoughToScroll)).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Pause' }).click();
  await expectState(page, 'Paused');

  await program.go('results');
  const grid = page.getByRole('grid', { name: 'Results' });
  const title = page.getByRole('columnheader', { name: 'Name' });
  await title.getByRole('button').click();
  await title.getByRole('button').click();
  await expect(title).toHaveAttribute('aria-sort', 'descending');
  await expect(grid).toHaveAttribute('aria-busy', 'false');
  const rows = Number(await grid.getAttribute('aria-rowcount')) - 1;
  expect(rows).toBeLessThan(slowCollection.files.length);
  await grid.focus();
  await page.keyboard.press('Home');
  for (let pages = 0; pages < 4; pages++) await page.keyboard.press('PageDown');
  const selected = grid.getByRole('row', { selected: true });
  await expect(selected).toBeInViewport();
  const rowBefore = Number(await selected.getAttribute('aria-rowindex'));

  await program.go('jobs/1');
  await page.getByRole('button', { name: 'Resume' }).click();
  await program.go('results');
  await expect(selected).toBeInViewport();
  // at each frame that is painted
  const places = await page.evaluateHandle(() => {
    const seen: { name: string; topPx: number }[] = [];
    const look = () => {
      const row = document.querySelector('[role="grid"] [role="row"][aria-selected="true"]');
      const name = row?.querySelector('[data-column="name"]')?.textContent ?? 'is not there';
      seen.push({ name, topPx: row?.getBoundingClientRect().top ?? 0 });
      requestAnimationFrame(look);
    };
    look();
    return seen;
  });
  const rowNow = async () => Number(await selected.getAttribute('aria-rowindex'));
  await expect.poll(rowNow, 'others come in above').toBeGreaterThan(rowBefore);
  await program.hurry();
  await expect(page.getByRole('main').getByRole('status')).toHaveText(`${slowCollection.files.length} files`, {
    timeout: 45_000,
  });
  const seen = await places.jsonValue();
  expect(await rowNow(), 'others came in above').toBeGreaterThan(rowBefore);
  expect(new Set(seen.map(({ name }) => name)).size).toBe(1);
  const tops = seen.map(({ topPx }) => topPx);
  expect(Math.max(...tops) - Math.min(...tops)).toBeLessThan(ROW_PX);
});
