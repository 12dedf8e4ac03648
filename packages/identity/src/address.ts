/** Set by our own handler from the connection, over whatever the client sent. */
export const clientAddressHeader = "x-liss-client-address";

export function addressOf(headers: Headers | undefined): string {
  return headers?.get(clientAddressHeader) ?? "unknown";
}
