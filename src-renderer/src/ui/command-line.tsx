import { Fragment } from 'react';
import './command-line.css';

type Word = string | { readonly variable: string };

/** A command to type; one click selects all of it. A variable is the part that a person replaces with their own. */
export function CommandLine({ words }: { readonly words: readonly Word[] }) {
  return (
    <pre className="command-line" role="group" tabIndex={0} aria-label="Command">
      <code>
        {words.map((word, index) => (
          <Fragment key={index}>{typeof word === 'string' ? word : <var>{word.variable}</var>}</Fragment>
        ))}
      </code>
    </pre>
  );
}
