import { useMutation } from "@tanstack/react-query";
import { useWorkbench } from "../app/workbench.ts";
import { codeOf } from "../server/request.ts";

/** Something that is done about data; what is shown of them is asked anew afterwards, whatever came of it. */
export function useDoing<Given, Result>(
  does: (given: Given) => Promise<Result>,
  onDone: (result: Result) => void,
) {
  const { queries } = useWorkbench();
  const { mutate, isPending, error } = useMutation({
    mutationFn: does,
    onSuccess: onDone,
    onSettled: () => queries.invalidateQueries({ queryKey: ["data"] }),
  });
  return { start: mutate, busy: isPending, refused: error ? codeOf(error) : null };
}
