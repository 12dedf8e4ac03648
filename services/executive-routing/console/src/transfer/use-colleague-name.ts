import { useQuery } from "@tanstack/react-query";
import { colleaguesQuery } from "../server/shift.ts";

/** The name of somebody of the desk, once it is known; asked only when there is somebody to name. */
export function useColleagueName(id: string | null): string | null {
  const { data } = useQuery({ ...colleaguesQuery, enabled: id !== null, refetchOnMount: false });
  return data?.find((person) => person.id === id)?.name ?? null;
}
