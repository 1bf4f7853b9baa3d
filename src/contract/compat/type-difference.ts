/** What differs between two shapes of one value. */
export type DifferenceKind =
  | "type-changed"
  | "type-narrowed"
  | "type-widened"
  | "tightened"
  | "loosened"
  | "required"
  | "optional"
  | "null-refused"
  | "null-accepted"
  | "default-changed"
  | "value-removed"
  | "value-added"
  | "member-removed"
  | "member-added"
  | "property-removed"
  | "property-added"
  | "required-property-added"
  | "unknown-keys-changed";

/** One difference, at a place inside the value. */
export interface TypeDifference {
  readonly kind: DifferenceKind;
  /** Leads from the value's schema to the place: names of properties, and positions of tuples. */
  readonly path: readonly (string | number)[];
  /** How it was and how it is, in words; absent where there is nothing on that side. */
  readonly before?: string;
  readonly after?: string;
  /** Something that was valid is no longer. */
  readonly narrows: boolean;
  /** Something is valid that was not. */
  readonly widens: boolean;
}
