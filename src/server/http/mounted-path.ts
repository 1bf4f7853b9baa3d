/** The path behind the base path; undefined where it is not below it. */
export function mountedPath(path: string, basePath: string): string | undefined {
  if (basePath === "") return path;
  return path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : undefined;
}
