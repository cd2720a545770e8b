import { CommandLine } from '../../ui/command-line.tsx';
import markUrl from '../../ui/mark.svg';
import { ExampleRecord } from './example-record.tsx';
import './start-page.css';

/** What a person sees first: what the program does, and how to run it until files can be added in the window. */
export function StartPage({ version }: { readonly version: string | undefined }) {
  return (
    <div className="start">
      <main className="start-main">
        <section>
          <img src={markUrl} alt="" width="40" height="40" />
          <h1>MetaExtract</h1>
          <p className="start-lead">
            All the metadata of your photos, films, sounds and documents, in one file that other programs can read.
          </p>
          <h2>Run it from a terminal</h2>
          <p className="start-note">Files cannot be added in this window yet. In the folder of this program, type:</p>
          <CommandLine words={['npm start -- extract ', { variable: '<folder>' }, ' -o out.jsonl']} />
          <dl className="start-parts">
            <dt>&lt;folder&gt;</dt>
            <dd>The folder to look through, with all the folders in it.</dd>
            <dt>-o out.jsonl</dt>
            <dd>The file to write: one line of JSON for each file.</dd>
            <dt>--help</dt>
            <dd>Shows every other option.</dd>
          </dl>
        </section>
        <ExampleRecord />
      </main>
      <footer className="start-status">
        <span>Files are only read. Nothing is changed or uploaded.</span>
        {version !== undefined && <span>Version {version}</span>}
      </footer>
    </div>
  );
}
