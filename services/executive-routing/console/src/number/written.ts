/** A number as it is dictated: a Chilean mobile in its groups, any other as WhatsApp has it. */
export function writtenNumber(digits: string): string {
  const chilean = /^56(9)(\d{4})(\d{4})$/.exec(digits);
  return chilean ? `+56 ${chilean.slice(1).join(" ")}` : `+${digits}`;
}
