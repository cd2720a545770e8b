export const themes = ['light', 'dark'] as const;

export const NARROW = '900x600';

export const sizes = [
  { name: '1280x800', width: 1280, height: 800 },
  { name: NARROW, width: 900, height: 600 },
] as const;
