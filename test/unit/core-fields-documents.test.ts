import { describe } from 'vitest';
import { each, file, PDF } from './fakes/core-cases.ts';

describe('documents and the rest', () => {
  each([
    {
      name: 'PDF',
      tags: {
        ...PDF,
        'PDF:Title': 'Report',
        'PDF:Author': 'Me',
        'PDF:Subject': 'About it',
        'PDF:Keywords': ['a', 'b'],
        'PDF:Creator': 'Word',
        'PDF:Producer': 'Distiller',
        'PDF:CreateDate': '2005:07:18 14:30:45-04:00',
        'PDF:PageCount': 12,
      },
      core: {
        createdAt: {
          local: '2005-07-18T14:30:45',
          offsetMinutes: -240,
          utc: '2005-07-18T18:30:45Z',
          source: 'PDF:CreateDate',
          offsetSource: 'PDF:CreateDate',
        },
        title: 'Report',
        description: 'About it',
        keywords: ['a', 'b'],
        creator: 'Me',
        software: 'Word',
        pageCount: 12,
      },
    },
    {
      name: 'Office Open XML: dc:subject is no keyword',
      tags: {
        ...file('DOCX', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'),
        'XMP-dc:Title': 'T',
        'XMP-dc:Subject': 'the subject',
        'XML:Keywords': 'keyword 1, keyword 2',
        'XMP-dc:Creator': 'Jeff',
        'XML:Application': 'Microsoft Word',
        'XML:CreateDate': '2009:10:24 01:41:00Z',
        'XML:Pages': 1,
      },
      core: {
        createdAt: {
          local: '2009-10-24T01:41:00',
          offsetMinutes: 0,
          utc: '2009-10-24T01:41:00Z',
          source: 'XML:CreateDate',
          offsetSource: 'XML:CreateDate',
        },
        title: 'T',
        keywords: ['keyword 1', 'keyword 2'],
        creator: 'Jeff',
        software: 'Microsoft Word',
        pageCount: 1,
      },
    },
    {
      name: 'OpenDocument: who wrote it first',
      tags: {
        ...file('ODT', 'application/vnd.oasis.opendocument.text'),
        'XMP-meta:Initial-creator': 'First',
        'XMP-dc:Creator': 'Last',
        'XMP-meta:Creation-date': '2010:04:19 11:16:49.13',
        'XMP-meta:Document-statistic': { 'Page-count': 14, 'Word-count': 3000 },
        'XMP-meta:Generator': 'LibreOffice',
      },
      core: {
        createdAt: { local: '2010-04-19T11:16:49.13', source: 'XMP-meta:Creation-date' },
        creator: 'First',
        software: 'LibreOffice',
        pageCount: 14,
      },
    },
    {
      name: 'old Office',
      tags: {
        ...file('PPT', 'application/vnd.ms-powerpoint'),
        'FlashPix:Title': 'T',
        'FlashPix:Author': 'A',
        'FlashPix:Keywords': 'x; y',
        'FlashPix:Comments': 'C',
        'FlashPix:Software': 'PowerPoint',
        'FlashPix:CreateDate': '2007:02:09 16:23:23',
        'FlashPix:Slides': 9,
      },
      core: {
        createdAt: { local: '2007-02-09T16:23:23', source: 'FlashPix:CreateDate' },
        title: 'T',
        description: 'C',
        keywords: ['x', 'y'],
        creator: 'A',
        software: 'PowerPoint',
        pageCount: 9,
      },
    },
    {
      name: 'MOBI: a count of seconds has no zone but UTC',
      tags: {
        ...file('MOBI', 'application/x-mobipocket-ebook'),
        'MOBI:BookName': 'Book',
        'MOBI:Author': 'A',
        'Palm:CreateDate': '2014:05:28 02:00:51+02:00',
      },
      core: {
        createdAt: {
          local: '2014-05-28T00:00:51',
          offsetMinutes: 0,
          utc: '2014-05-28T00:00:51Z',
          source: 'Palm:CreateDate',
          offsetSource: 'Palm:CreateDate',
        },
        title: 'Book',
        creator: 'A',
      },
    },
    {
      name: 'a font',
      tags: {
        ...file('TTF', 'application/font-ttf'),
        'Font:FontName': 'Raanana',
        'Font:Copyright': '© Apple',
        'Font:Designer': 'Someone',
      },
      core: { title: 'Raanana', creator: 'Someone', copyright: '© Apple' },
    },
    {
      name: 'a program',
      tags: {
        ...file('Win64 EXE', 'application/octet-stream'),
        'EXE:TimeStamp': '2008:09:08 14:01:24+02:00',
        'EXE:ProductName': 'Product',
        'EXE:FileDescription': 'Words',
        'EXE:CompanyName': 'Company',
        'EXE:LegalCopyright': '© 2008',
      },
      core: {
        createdAt: {
          local: '2008-09-08T12:01:24',
          offsetMinutes: 0,
          utc: '2008-09-08T12:01:24Z',
          source: 'EXE:TimeStamp',
          offsetSource: 'EXE:TimeStamp',
        },
        title: 'Product',
        description: 'Words',
        creator: 'Company',
        copyright: '© 2008',
      },
    },
    {
      name: 'an archive has no camera',
      tags: { ...file('ZIP', 'application/zip'), 'IFD0:Make': 'Canon', 'ZIP:ZipModifyDate': '1980:01:01 00:00:00' },
      core: {},
    },
  ]);
});
