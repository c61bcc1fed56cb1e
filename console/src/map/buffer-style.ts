// SPDX-License-Identifier: Apache-2.0
import { Style } from 'ol/style.js';

type Ring = number[][];

/** The renderer is handed a Polygon's rings or a MultiPolygon's polygons, in pixels. */
function ringsOf(coordinates: unknown): Ring[] {
  const nested = coordinates as (Ring | Ring[])[];
  const isPolygon = typeof (nested[0]?.[0] as number[] | undefined)?.[0] === 'number';
  return isPolygon ? (nested as Ring[]) : (nested as Ring[][]).flat();
}

function trace(context: CanvasRenderingContext2D, rings: Ring[]): void {
  for (const ring of rings) {
    ring.forEach(([x = 0, y = 0], at) => (at === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
    context.closePath();
  }
}

/** The strip around a zone: a stroke twice as wide, of which only the part outside the zone is drawn. */
export function bufferStyle(width: number, colour: string): Style {
  return new Style({
    renderer(coordinates, state) {
      const { context } = state;
      const rings = ringsOf(coordinates);
      context.save();
      context.beginPath();
      context.rect(-1e5, -1e5, 2e5, 2e5);
      trace(context, rings);
      context.clip('evenodd');
      context.beginPath();
      trace(context, rings);
      context.lineWidth = (2 * width * state.pixelRatio) / state.resolution;
      context.lineJoin = 'round';
      context.strokeStyle = colour;
      context.stroke();
      context.restore();
    },
  });
}
