const WIDTH = 760;
const LABEL_WIDTH = 190;
const BAR_WIDTH = 420;
const BAR_HEIGHT = 13;
const ROW_HEIGHT = 38;
const GROUP_GAP = 34;
const TOP = 46;
const NAMES = { legacy: "sync-change", operations: "operations" };
const COLORS = { legacy: "#9aa4b2", operations: "#2f6fde" };

const escape = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const text = (x, y, content, more = "") => `<text x="${x}" y="${y}" ${more}>${escape(content)}</text>`;

/**
 * Rows of both paths' figures as an SVG image. In each pair of bars the longer one fills the width: the figures of two
 * pairs are not of one scale, and each bar has its figure written beside it.
 */
export function drawChart(rows, figures) {
  let y = TOP;
  const parts = [];
  for (const { title, ...paths } of rows) {
    parts.push(text(12, y, title, `font-weight="600"`));
    y += 12;
    for (const { key, label, write } of figures) {
      parts.push(text(LABEL_WIDTH, y + 18, label, `text-anchor="end"`));
      const most = Math.max(paths.legacy[key], paths.operations[key]);
      for (const [index, name] of Object.keys(COLORS).entries()) {
        const width = Math.max(1, (paths[name][key] / most) * BAR_WIDTH).toFixed(1);
        const top = y + index * (BAR_HEIGHT + 2);
        parts.push(
          `<rect x="${LABEL_WIDTH + 10}" y="${top}" width="${width}" height="${BAR_HEIGHT}" fill="${COLORS[name]}"/>`,
          text(LABEL_WIDTH + 16 + Number(width), top + 11, write(paths[name][key]), `fill="#57606a"`),
        );
      }
      y += ROW_HEIGHT;
    }
    y += GROUP_GAP;
  }
  const legend = Object.entries(COLORS).flatMap(([name, color], index) => [
    `<rect x="${12 + index * 110}" y="10" width="12" height="12" fill="${color}"/>`,
    text(30 + index * 110, 20, NAMES[name]),
  ]);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${y}" viewBox="0 0 ${WIDTH} ${y}" font-family="system-ui, sans-serif" font-size="12" fill="#24292f">`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    ...legend,
    ...parts,
    "</svg>\n",
  ].join("\n");
}
