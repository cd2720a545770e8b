// Extracts a folder on a server and counts the files of each camera:
//   node count-cameras.mjs http://127.0.0.1:7460 /photos
import { createClient } from 'metaextract/client';

const [url = 'http://127.0.0.1:7460', folder = '.'] = process.argv.slice(2);
const client = createClient({ url, token: process.env.METAEXTRACT_TOKEN });

const stopped = new AbortController();
const events = await client.events.subscribe({ kinds: ['job', 'progress'] }, { signal: stopped.signal });
const { id } = await client.jobs.create({ sources: [folder], name: 'count cameras' });

for await (const event of events) {
  if (event.kind === 'progress' && event.progress.jobId === id) {
    process.stderr.write(`\r${event.progress.counts.done} of ${event.progress.counts.found}`);
  }
  if (event.kind === 'job' && event.job.id === id && event.job.state === 'completed') break;
}
stopped.abort();
process.stderr.write('\n');

const { facets } = await client.results.facets({ id, columns: ['model'] });
for (const { value, files } of facets[0]?.values ?? []) console.log(`${files}\t${value}`);
