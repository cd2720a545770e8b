/** Raw formats by ExifTool's FileType: what their File: group and IFD0 describe may be the preview inside. */
export const RAW_FORMATS: ReadonlySet<string> = new Set(
  [
    [
      '3FR',
      'ARQ',
      'ARW',
      'CR2',
      'CR3',
      'CRW',
      'DCR',
      'DNG',
      'EIP',
      'ERF',
      'FFF',
      'GPR',
      'IIQ',
      'K25',
      'KDC',
      'MEF',
      'MOS',
    ],
    ['MRW', 'NEF', 'NRW', 'ORF', 'PEF', 'RAF', 'RAW', 'RW2', 'RWL', 'RWZ', 'SR2', 'SRF', 'SRW', 'X3F', 'Canon 1D RAW'],
  ].flat(),
);
