import '@fontsource-variable/inter/index.css';
import '@fontsource-variable/jetbrains-mono/index.css';
import './ui/base.css';
import './app/zod-without-eval.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { writeNumbersAs } from '../../src-protocol/model/words.ts';
import { App } from './app/app.tsx';
import { followTheme } from './app/theme.ts';
import { keepConnected } from './state/connection.ts';
import { follow } from './state/live.ts';
import { followFocus } from './ui/focus.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element to show the page in');

writeNumbersAs(navigator.language);
followTheme();
followFocus();
void keepConnected(follow);
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
