/** What was given is no bundle, or not a whole one: nothing can be said of the record that it may have had. */
export class BrokenBundle extends Error {
  override readonly name = "BrokenBundle";
}
