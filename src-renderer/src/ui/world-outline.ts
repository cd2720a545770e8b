import { geoMercator, geoPath } from 'd3-geo';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import atlas from 'world-atlas/land-110m.json';

const topology = atlas as unknown as Topology<{ readonly land: GeometryCollection }>;

/** All land (Natural Earth, 1:110 million) as the `d` of a path in the units of map-view.ts. */
export const LAND: string =
  geoPath(
    geoMercator()
      .scale(180 / Math.PI)
      .translate([0, 0])
      .precision(0.1),
  ).digits(2)(feature(topology, topology.objects.land)) ?? '';
