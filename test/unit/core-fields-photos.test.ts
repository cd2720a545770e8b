import { describe } from 'vitest';
import { both, each, EXIF_PHOTO, file, JPEG, MP4, type Tags } from './fakes/core-cases.ts';

describe('photographs', () => {
  each([
    {
      name: 'EXIF in a JPEG',
      tags: { ...JPEG, ...EXIF_PHOTO },
      core: {
        width: 6000,
        height: 4000,
        orientation: 6,
        bitsPerSample: 8,
        colorSpace: 'sRGB',
        capturedAt: {
          local: '2020-05-01T10:00:00.012',
          offsetMinutes: 120,
          utc: '2020-05-01T08:00:00.012Z',
          source: 'ExifIFD:DateTimeOriginal',
          offsetSource: 'ExifIFD:OffsetTimeOriginal',
        },
        createdAt: { local: '2020-05-01T10:00:01.50', source: 'ExifIFD:CreateDate' },
        make: 'NIKON CORPORATION',
        model: 'NIKON Z 6',
        lens: 'NIKKOR Z 50mm f/1.8 S',
        serialNumber: '0006012345',
        iso: 100,
        fNumber: 4,
        exposureS: 0.005,
        focalLengthMm: 50,
        focalLength35Mm: 75,
        flashFired: false,
        latitude: -33.86,
        longitude: -70.64,
        altitudeM: -12.5,
        software: 'Ver.01.10',
      },
    },
    {
      name: 'the same in XMP alone',
      tags: {
        ...file('XMP', 'application/rdf+xml'),
        'XMP-tiff:Make': 'Canon',
        'XMP-tiff:Model': 'EOS R5',
        'XMP-tiff:Orientation': both('Rotate 270 CW', 8),
        'XMP-exif:ISO': [400],
        'XMP-exif:ExposureTime': both('1/15', 0.0666666666666667),
        'XMP-exif:FNumber': both('8.0', 8),
        'XMP-exif:FocalLength': both('55.0 mm', 55),
        'XMP-exif:Flash': both({ Fired: true, Mode: 'On' }, { Fired: true, Mode: 1 }),
        'XMP-exif:ExifImageWidth': 8192,
        'XMP-exif:ExifImageHeight': 5464,
        'XMP-exif:GPSLatitude': both('33 deg S', -33.86),
        'XMP-exif:GPSLongitude': both('70 deg W', -70.64),
        'XMP-exif:GPSAltitude': both('5 m', 5),
        'XMP-exif:GPSAltitudeRef': both('Above Sea Level', 0),
        'XMP-aux:Lens': 'RF50mm F1.2 L USM',
        'XMP-aux:SerialNumber': '012021001234',
      },
      core: {
        width: 8192,
        height: 5464,
        orientation: 8,
        make: 'Canon',
        model: 'EOS R5',
        lens: 'RF50mm F1.2 L USM',
        serialNumber: '012021001234',
        iso: 400,
        fNumber: 8,
        exposureS: 0.0666666666666667,
        focalLengthMm: 55,
        flashFired: true,
        latitude: -33.86,
        longitude: -70.64,
        altitudeM: 5,
      },
    },
    {
      name: 'lens and serial number from maker notes; unknown lenses and unset numbers are none',
      tags: {
        ...JPEG,
        'ExifIFD:LensModel': '----',
        'ExifIFD:SerialNumber': '0000000000',
        'Canon:LensType': both('Unknown (65535)', 65535),
        'Pentax:LensType': both('smc PENTAX-DA 35mm F2.4 AL', '7 230'),
        'Canon:SerialNumber': both('0560018150', 560018150),
        'Canon:InternalSerialNumber': 'G002669',
      },
      core: { lens: 'smc PENTAX-DA 35mm F2.4 AL', serialNumber: '0560018150' },
    },
    {
      name: 'an internal serial number is another number',
      tags: { ...JPEG, 'Panasonic:InternalSerialNumber': '(F35) 2008:07:01 no. 0058' },
      core: {},
    },
    {
      name: 'a sensitivity beyond 16 bits; several in one tag; APEX where the plain tags are missing',
      tags: {
        ...JPEG,
        'ExifIFD:ISO': 65535,
        'ExifIFD:RecommendedExposureIndex': 102400,
        'ExifIFD:ShutterSpeedValue': both('1/60', 0.0166666666666667),
        'ExifIFD:ApertureValue': both('2.8', 2.8),
      },
      core: { iso: 102400, fNumber: 2.8, exposureS: 0.0166666666666667 },
    },
    { name: 'several sensitivities', tags: { ...JPEG, 'ExifIFD:ISO': '200, 400' }, core: { iso: 200 } },
    {
      name: 'sensitivity from maker notes is the printed one',
      tags: { ...JPEG, 'Nikon:ISO': both(200, '0 200') },
      core: { iso: 200 },
    },
    {
      name: "Canon's automatic sensitivity",
      tags: { ...JPEG, 'Canon:CameraISO': both('Auto', 15), 'Canon:BaseISO': 200, 'Canon:AutoISO': 150 },
      core: { iso: 300 },
    },
    {
      name: 'flash: bit 0 is the firing',
      tags: { ...JPEG, 'ExifIFD:Flash': both('Auto, Fired, Red-eye reduction', 89) },
      core: { flashFired: true },
    },
    { name: 'flash: more bits than there are', tags: { ...JPEG, 'ExifIFD:Flash': both('Unknown', 9969) }, core: {} },
    {
      name: 'Adobe RGB by the rules of DCF; a profile says more',
      tags: {
        ...JPEG,
        'ExifIFD:ColorSpace': both('Uncalibrated', 65535),
        'InteropIFD:InteropIndex': both('R03 - DCF option file (Adobe RGB)', 'R03'),
      },
      core: { colorSpace: 'Adobe RGB' },
    },
    {
      name: 'an embedded profile',
      tags: { ...JPEG, 'ExifIFD:ColorSpace': both('sRGB', 1), 'ICC_Profile:ProfileDescription': 'Display P3' },
      core: { colorSpace: 'Display P3' },
    },
    {
      name: 'an uncalibrated image without more',
      tags: { ...JPEG, 'ExifIFD:ColorSpace': both('Uncalibrated', 65535) },
      core: {},
    },
  ]);
});

describe('position', () => {
  const at = (latitude: number, longitude: number, more: Tags = {}): Tags => ({
    ...JPEG,
    'GPS:GPSLatitude': both('printed', latitude),
    'GPS:GPSLatitudeRef': both('North', 'N'),
    'GPS:GPSLongitude': both('printed', longitude),
    'GPS:GPSLongitudeRef': both('East', 'E'),
    ...more,
  });
  each([
    { name: 'zero degrees are a place', tags: at(0, 0), core: { latitude: 0, longitude: 0 } },
    {
      name: 'zero degrees without a measurement are none',
      tags: at(0, 0, { 'GPS:GPSStatus': both('Measurement Void', 'V'), 'GPS:GPSAltitude': both('0 m', 0) }),
      core: {},
    },
    {
      name: 'the last known place of an interrupted measurement stands',
      tags: at(47.5, 8.5, { 'GPS:GPSStatus': both('Measurement Void', 'V') }),
      core: { latitude: 47.5, longitude: 8.5 },
    },
    {
      name: 'without a reference the hemisphere is unknown',
      tags: { ...JPEG, 'GPS:GPSLatitude': 47.5, 'GPS:GPSLongitude': 8.5, 'GPS:GPSLatitudeRef': both('North', 'N') },
      core: {},
    },
    {
      name: 'an empty reference is none',
      tags: at(47.5, 8.5, { 'GPS:GPSLongitudeRef': both('Unknown ()', '') }),
      core: {},
    },
    {
      name: 'undefined coordinates fall back on XMP',
      tags: {
        ...at(0, 0, { 'GPS:GPSLatitude': '', 'GPS:GPSLongitude': '' }),
        'XMP-exif:GPSLatitude': both('1 deg N', 1.5),
        'XMP-exif:GPSLongitude': both('2 deg E', 2.5),
      },
      core: { latitude: 1.5, longitude: 2.5 },
    },
    { name: 'beyond the pole', tags: at(91, 8.5), core: {} },
    { name: 'beyond the date line', tags: at(9, 180.5), core: {} },
    {
      name: 'a height without a place is none',
      tags: { ...JPEG, 'GPS:GPSAltitude': both('10 m', 10), 'GPS:GPSAltitudeRef': both('Above Sea Level', 0) },
      core: {},
    },
    {
      name: 'a height without reference is above sea level',
      tags: at(1, 2, { 'GPS:GPSAltitude': both('10 m', 10) }),
      core: { latitude: 1, longitude: 2, altitudeM: 10 },
    },
    {
      name: 'below the ellipsoid (Exif 3.0)',
      tags: at(1, 2, { 'GPS:GPSAltitude': both('10 m', 10), 'GPS:GPSAltitudeRef': both('Negative', 3) }),
      core: { latitude: 1, longitude: 2, altitudeM: -10 },
    },
    {
      name: 'above the ellipsoid (Exif 3.0)',
      tags: at(1, 2, { 'GPS:GPSAltitude': both('10 m', 10), 'GPS:GPSAltitudeRef': both('Positive', 2) }),
      core: { latitude: 1, longitude: 2, altitudeM: 10 },
    },
    {
      name: 'a height that was not measured',
      tags: at(1, 2, { 'GPS:GPSAltitude': 'undef' }),
      core: { latitude: 1, longitude: 2 },
    },
    {
      name: 'an iPhone film',
      tags: { ...MP4, 'Keys:GPSCoordinates': both('33 deg S, 70 deg W, 5 m Below', '-33.86 -70.64 -5.5') },
      core: { latitude: -33.86, longitude: -70.64, altitudeM: -5.5 },
    },
    {
      name: 'a film with a place alone',
      tags: { ...MP4, 'UserData:GPSCoordinates': both('…', '47.3769 8.5417') },
      core: { latitude: 47.3769, longitude: 8.5417 },
    },
    {
      name: 'a 3GP film',
      tags: {
        ...MP4,
        'UserData:LocationInformation': '(none) Role=shooting Lat=-1.50000 Lon=2.25000 Alt=3.00 Body=earth',
      },
      core: { latitude: -1.5, longitude: 2.25, altitudeM: 3 },
    },
  ]);
});
