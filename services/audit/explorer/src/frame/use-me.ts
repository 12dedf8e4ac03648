import type { Named } from "@liss/audit/auditor-api";
import { useQuery } from "@tanstack/react-query";
import { api } from "../api/client.ts";

const nobody: Named[] = [];

/** Who is looking, and the people whose names the record mentions. */
export function useMe() {
  const { data } = useQuery({ queryKey: ["me"], queryFn: api.me });
  return { me: data?.person, people: data?.people ?? nobody };
}
