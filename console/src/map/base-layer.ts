// SPDX-License-Identifier: Apache-2.0
/** London beneath everything: boroughs, Thames and Underground, from a file that the build made. */
import Feature from 'ol/Feature.js';
import MultiLineString from 'ol/geom/MultiLineString.js';
import MultiPolygon from 'ol/geom/MultiPolygon.js';
import Point from 'ol/geom/Point.js';
import Polygon from 'ol/geom/Polygon.js';
import VectorLayer from 'ol/layer/Vector.js';
import VectorSource from 'ol/source/Vector.js';
import { Fill, Stroke, Style, Text } from 'ol/style.js';
import url from 'virtual:base-map';
import type { BaseMap } from '../../build/base-map';
import { font, palette } from './palette';
import { planar, planarPath } from './ground';

const land = new Style({
  fill: new Fill({ color: palette.land }),
  stroke: new Stroke({ color: palette.border, width: 1 }),
});
const water = new Style({ fill: new Fill({ color: palette.water }) });
const rail = new Stroke({ color: palette.rail, width: 1.5 });

function nameStyle(name: string): Style {
  return new Style({
    text: new Text({ text: name, font: font(500, 11), fill: new Fill({ color: palette.label }), overflow: true }),
  });
}

/** The line's name along it, once there is room between the stations. */
function railStyles(name: string): (feature: unknown, resolution: number) => Style[] {
  const plain = new Style({ stroke: rail });
  const named = new Style({
    stroke: rail,
    text: new Text({
      text: name,
      placement: 'line',
      font: font(500, 10),
      repeat: 400,
      fill: new Fill({ color: palette.label }),
      stroke: new Stroke({ color: palette.land, width: 3 }),
    }),
  });
  return (_feature, resolution) => [resolution < 20 ? named : plain];
}

function featuresOf(map: BaseMap): Feature[] {
  const styled = (feature: Feature, style: Parameters<Feature['setStyle']>[0]): Feature => {
    feature.setStyle(style);
    return feature;
  };
  return [
    styled(new Feature(new Polygon([planarPath(map.river)])), water),
    ...map.boroughs.map(({ polygons }) =>
      styled(new Feature(new MultiPolygon(polygons.map((rings) => rings.map(planarPath)))), land),
    ),
    ...map.lines.map(({ name, paths }) =>
      styled(new Feature(new MultiLineString(paths.map(planarPath))), railStyles(name)),
    ),
  ];
}

function namesOf(map: BaseMap): Feature[] {
  return map.boroughs.map(({ name, centre }) => {
    const feature = new Feature(new Point(planar(centre)));
    feature.setStyle(nameStyle(name));
    return feature;
  });
}

export interface BaseLayers {
  ground: VectorLayer<VectorSource>;
  names: VectorLayer<VectorSource>;
  loaded: Promise<void>;
}

export function makeBaseLayers(): BaseLayers {
  const ground = new VectorSource();
  const names = new VectorSource();
  const loaded = fetch(url).then(async (response) => {
    const map = (await response.json()) as BaseMap;
    ground.addFeatures(featuresOf(map));
    names.addFeatures(namesOf(map));
  });
  return {
    ground: new VectorLayer({ source: ground, zIndex: 0, updateWhileInteracting: false }),
    names: new VectorLayer({ source: names, zIndex: 2, declutter: true, maxResolution: 120 }),
    loaded,
  };
}
