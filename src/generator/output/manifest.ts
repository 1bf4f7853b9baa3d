/** `manifest.json` of an output folder: committed, and the only thing that may delete a generated file. */
export interface Manifest {
  /** Version of kalphite-gen. */
  readonly generator: string;
  /** Versions of the packages that the schema imports. */
  readonly packages: { readonly [name: string]: string };
  /** What the user's configuration asks of the output, as one readable line. */
  readonly style: string;
  /** SHA-256 (hex) by path, relative to the output folder, with forward slashes. */
  readonly inputs: { readonly [path: string]: string };
  readonly outputs: { readonly [path: string]: string };
}

export const manifestFileName = "manifest.json";
