/** The content key was destroyed: nothing sealed with it can be read again, by anybody. */
export class KeyDestroyed extends Error {
  override readonly name = "KeyDestroyed";
  constructor(options?: ErrorOptions) {
    super("the content key was destroyed", options);
  }
}

/** The box was altered, belongs to another place (context) or names a key that does not exist. */
export class SealBroken extends Error {
  override readonly name = "SealBroken";
  constructor(options?: ErrorOptions) {
    super("the sealed box does not open here", options);
  }
}

/** The key-encryption key that wrapped a content key is not at hand: a fault of the set-up, not of the box. */
export class KeyUnavailable extends Error {
  override readonly name = "KeyUnavailable";
  constructor(kekId: string, options?: ErrorOptions) {
    super(`the key-encryption key ${kekId} is not at hand or does not fit`, options);
  }
}
