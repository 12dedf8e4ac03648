/**
 * Something on this machine stands in the way, and a person can mend it.
 * The message is one or two plain sentences: what is wrong, and what to do about it.
 * Whoever runs a command shows the message alone, without the stack.
 */
export class SetupProblem extends Error {
  override readonly name = "SetupProblem";
}
