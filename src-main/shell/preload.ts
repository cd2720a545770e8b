import { contextBridge } from 'electron';

contextBridge.exposeInMainWorld('metaextract', { version: __APP_VERSION__ });
