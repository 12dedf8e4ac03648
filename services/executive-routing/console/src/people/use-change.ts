import { useMutation } from "@tanstack/react-query";
import { useWorkbench } from "../app/workbench.ts";
import { codeOf } from "../server/request.ts";
import { peopleQuery } from "./people-api.ts";

/** One change of the team; the list is asked anew afterwards, whatever came of it. */
export function useChange<Result>(change: () => Promise<Result>, onDone: (result: Result) => void) {
  const { queries } = useWorkbench();
  const { mutate, isPending, error } = useMutation({
    mutationFn: change,
    onSuccess: onDone,
    onSettled: () => queries.invalidateQueries({ queryKey: peopleQuery.queryKey }),
  });
  return { start: () => mutate(), busy: isPending, refused: error ? codeOf(error) : null };
}
