const cells = 5;

/**
 * A small face, the same on both sides, like something cut in wood: so that one sees who speaks again.
 * @param face 3 bytes, base64url: fifteen cells, and the colour
 */
export const Face = ({ face }: { face: string }) => {
  const [high = 0, low = 0, hue = 0] = Uint8Array.fromBase64(face, { alphabet: 'base64url' });
  return (
    <svg class="face" viewBox={`0 -.5 ${cells} ${cells}`} aria-hidden="true">
      <path
        stroke={`hsl(${Math.round((hue * 360) / 256)} 45% 50%)`}
        d={linesOf((high << 8) | low)}
      />
    </svg>
  );
};

/** One stroke for each run of cells that are set, row by row. */
function linesOf(bits: number): string {
  const isSet = (row: number, column: number) =>
    ((bits >> (row * 3 + Math.min(column, cells - 1 - column))) & 1) === 1;
  let path = '';
  for (let row = 0; row < cells; row++) {
    for (let column = 0; column < cells; column++) {
      if (!isSet(row, column)) continue;
      const start = column;
      while (column + 1 < cells && isSet(row, column + 1)) column++;
      path += `M${start} ${row}h${column + 1 - start}`;
    }
  }
  return path;
}
