import type { Desk } from "@liss/executive-routing/desk-api";
import { useQuery } from "@tanstack/react-query";
import { deskQuery } from "../app/queries.ts";
import { useWorkbench } from "../app/workbench.ts";

/** The desk; only below the gate, which waits for its first picture. */
export function useDesk(): Desk {
  const { data } = useQuery(deskQuery(useWorkbench()));
  if (!data) throw new Error("the desk is not there yet");
  return data;
}
