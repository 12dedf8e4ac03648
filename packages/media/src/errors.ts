/** There is no such file in the object store: never stored, or deleted. */
export class MediaMissing extends Error {
  override readonly name = "MediaMissing";
}

/** The stored bytes are not what was sealed: altered, cut short, moved, or of a format nobody wrote. */
export class MediaBroken extends Error {
  override readonly name = "MediaBroken";
}
