import '@fontsource-variable/inter/index.css';
import './ui/tokens.css';
import './ui/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { desktopBridge } from './bridge/desktop-bridge.ts';
import { StartPage } from './features/start/start-page.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element to show the page in');
createRoot(root).render(
  <StrictMode>
    <StartPage version={desktopBridge()?.version} />
  </StrictMode>,
);
