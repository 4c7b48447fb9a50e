interface QrCodeProps {
  /** What it leads to. */
  readonly title: string;
  /** How many squares stand side by side. */
  readonly size: number;
  /** Whether that square is dark. */
  readonly get: (x: number, y: number) => boolean;
}

/** As many squares around it stay light, by which a camera finds it. */
const border = 4;

/** A picture that stands alone. */
export const QrCode = ({ title, size, get }: QrCodeProps) => {
  const places = Array.from({ length: size }, (_, place) => place);
  const dark = places.flatMap((y) => places.filter((x) => get(x, y)).map((x) => square(x, y, 1)));
  const side = size + 2 * border;
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      viewBox={`${-border} ${-border} ${side} ${side}`}
      role="img"
      aria-label={title}
    >
      <path fill="#fff" d={square(-border, -border, side)} />
      <path d={dark.join('')} shape-rendering="crispEdges" />
    </svg>
  );
};

const square = (x: number, y: number, side: number) => `M${x} ${y}h${side}v${side}h-${side}z`;
